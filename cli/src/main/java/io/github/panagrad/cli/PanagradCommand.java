package io.github.panagrad.cli;

import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.options.TypedArguments;
import io.github.panagrad.cli.output.Version;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top-level command: help, version, and what is common to all commands. */
@Command(
        name = "panagrad",
        versionProvider = Version.class,
        description = "Trains dense neural networks at the speed of the processor.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        footer = {
            "",
            "Example: train on a CSV file whose last column is the target, then apply the model.",
            "  panagrad train --data houses.csv --layers 64,32 --epochs 50 --out houses.safetensors",
            "  panagrad evaluate --model houses.safetensors --data more-houses.csv",
            "  panagrad predict --model houses.safetensors --data new-houses.csv --out prices.csv",
            "",
            "'panagrad help TOPIC' lists what options choose from, with formulas. Topics: optimizers, schedules, losses,"
                    + " activations, initializers, number-embeddings, normalizations, regularizers, clipping.",
            "",
            "@FILE is replaced by the arguments in that file; --config FILE reads options from YAML (docs/cli.md).",
            "",
            "Exit codes: 0 done, 1 failed while running, 2 bad usage or input, 130 or 143 ended by a signal."
        })
@OptionGroup("General")
final class PanagradCommand implements Runnable, TypedArguments {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit. Default: false.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit. Default: false.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Read options from a YAML file, with lines such as 'epochs: 20' or 'reproducible: true'. What is on"
                            + " the command line wins. Default: none.")
    @SuppressWarnings("UnusedVariable") // read before the parser runs
    private @Nullable Path config;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log what is done, and show stack traces. Default: false.")
    private boolean debug;

    private List<String> arguments = List.of();
    private List<String> given = List.of();

    /** Keeps the arguments as they were typed. */
    void typed(List<String> typed) {
        arguments = List.copyOf(typed);
    }

    /** Keeps the arguments with those of a file. */
    void given(List<String> all) {
        given = List.copyOf(all);
    }

    @Override
    public List<String> given() {
        return given;
    }

    @Override
    public List<String> arguments() {
        return arguments;
    }

    boolean isDebug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Expected a command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
