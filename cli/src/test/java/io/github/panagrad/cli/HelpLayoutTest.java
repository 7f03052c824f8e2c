package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.output.Console;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The lines of the help: none is broken where it is read or copied as a whole. */
class HelpLayoutTest {
    static Stream<String> commands() {
        Console console = new Console(System.out, System.err, false);
        return Main.commandLine(new PanagradCommand(), console).getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aDefaultIsOnTheLineThatNamesIt(String command) {
        List<String> lines = Cli.run(command, "--help").done().out().lines().toList();
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.stripTrailing().endsWith("Default:"))
                        .toList());
        assertTrue(lines.stream().noneMatch(line -> line.contains("\u00a0")), command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void footersAreNotWrapped(String command) {
        CommandLine line = Objects.requireNonNull(
                Main.commandLine(new PanagradCommand(), new Console(System.out, System.err, false))
                        .getSubcommands()
                        .get(command));
        String help = Cli.run(command, "--help").done().out();
        for (String footer : line.getCommandSpec().usageMessage().footer()) {
            if (footer.startsWith("  ")) {
                assertTrue(help.contains(footer + System.lineSeparator()), () -> footer + "\nin\n" + help);
            }
        }
    }
}
