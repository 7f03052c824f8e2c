package io.github.panagrad.cli.command;

import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.error.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code panagrad help}: the help of a command, or of a family of choices, which picocli's own help does not know. */
@Command(
        name = "help",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Shows how a command is used, or lists the values an option can take.",
        footer = {
            "",
            "Topics: optimizers, schedules, losses, activations, initializers, number-embeddings, normalizations, regularizers, clipping.",
            "",
            "Example:",
            "  panagrad help optimizers"
        })
public final class HelpCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND|TOPIC",
            description = "What to explain. Default: the program as a whole.")
    private @Nullable String about;

    public HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine program = spec.root().commandLine();
        Map<String, CommandLine> commands = program.getSubcommands();
        String wanted = about;
        if (wanted == null) {
            program.usage(console.out());
            return ExitCode.DONE;
        }
        CommandLine command = commands.get(wanted);
        if (command != null) {
            command.usage(console.out());
            return ExitCode.DONE;
        }
        Optional<HelpTopics.Topic> topic = HelpTopics.named(wanted);
        if (topic.isEmpty()) {
            throw new InvalidInputException("help " + wanted + ": expected a topic, one of "
                    + String.join(", ", HelpTopics.names()) + ", or a command, one of "
                    + String.join(", ", commands.keySet()));
        }
        HelpTopics.print(topic.get(), console.out());
        return ExitCode.DONE;
    }
}
