package io.github.panagrad.reliability;

import io.github.panagrad.cli.Main;
import io.github.panagrad.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A run of the command line in this process.
 *
 * @param code the exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Command(int code, String out, String err) {
    /** Runs the command line. */
    public static Command run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                false);
        int code = Main.run(console, arguments.toArray(String[]::new));
        return new Command(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /**
     * Runs a command that must succeed.
     *
     * @param line arguments without spaces in them
     */
    public static void require(String line) {
        Command done = run(List.of(line.split(" ")));
        if (done.code != 0) {
            throw new IllegalStateException(line + " ended with " + done.code + ": " + done.err);
        }
    }
}
