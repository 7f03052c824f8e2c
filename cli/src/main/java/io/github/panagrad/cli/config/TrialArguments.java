package io.github.panagrad.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * The arguments of a command that trains with several sets of options, as those of {@code train}.
 *
 * @param program the whole command line
 * @param given arguments of the program, without those of a preset
 */
public record TrialArguments(CommandLine program, List<String> given) {
    /** Copies the list. */
    public TrialArguments {
        given = List.copyOf(given);
    }

    /** Returns whether an option, such as {@code layers}, is given. */
    public boolean gives(String option) {
        return new ArgumentScan(program.getCommandSpec(), given).gives("--" + option);
    }

    /**
     * Returns the arguments with which {@code train} does what a trial does: those that are given, those of the trial, and those
     * of a preset where neither has a value.
     *
     * @param options of the trial, by their names without dashes
     */
    public List<String> train(Map<String, String> options) {
        int end = new ArgumentScan(program.getCommandSpec(), given).commandEnd();
        List<String> all = new ArrayList<>(given.subList(0, end - 1));
        all.add(PresetArguments.TRAIN);
        options.forEach((name, value) -> all.add("--" + name + "=" + value));
        all.addAll(given.subList(end, given.size()));
        return PresetArguments.added(program, all);
    }
}
