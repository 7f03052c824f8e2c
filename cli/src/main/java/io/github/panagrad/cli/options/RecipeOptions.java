package io.github.panagrad.cli.options;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The options of {@code train} that a recipe may set. */
@Command
public final class RecipeOptions {
    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin
    private StoppingOptions stopping = new StoppingOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    private RecipeOptions() {}

    /** Reads them from arguments of {@code train} that have been checked; the others are ignored. */
    public static RecipeOptions parse(List<String> arguments) {
        RecipeOptions options = new RecipeOptions();
        new CommandLine(options)
                .setUnmatchedArgumentsAllowed(true)
                .setExpandAtFiles(false)
                .parseArgs(arguments.toArray(String[]::new));
        return options;
    }

    /** Returns all of them, as they were parsed. */
    public CommandSpec command() {
        return command;
    }

    /** Returns those that determine the result of training. */
    public TrainingOptions training() {
        return training;
    }

    /** Returns those for early stopping. */
    public StoppingOptions stopping() {
        return stopping;
    }
}
