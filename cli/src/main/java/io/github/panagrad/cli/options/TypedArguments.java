package io.github.panagrad.cli.options;

import java.util.List;

/** The program as the root of the commands: its arguments before files and presets add options to them. */
public interface TypedArguments {
    /** Returns the arguments as they were typed. */
    List<String> arguments();

    /** Returns the arguments with those that a file gives, before a preset adds others. */
    List<String> given();
}
