package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.measure.ExampleNetwork;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The program of {@code scripts/bench-peers}. */
public final class Main {
    private Main() {}

    /**
     * Runs the comparison and ends the process with its exit code.
     *
     * @param args the options; the system property {@code panagrad.peers} names the folder with the peers' sources
     */
    @SuppressWarnings("SystemOut") // it is a command
    public static void main(String[] args) {
        Path peers = Path.of(Objects.requireNonNull(
                System.getProperty("panagrad.peers"), "-Dpanagrad.peers names the folder benchmarks/peers"));
        System.exit(run(peers, System.out, System.err, args));
    }

    /**
     * Runs the comparison.
     *
     * @return the exit code
     */
    static int run(Path peers, PrintStream out, PrintStream err, String... args) {
        CommandLine line = new CommandLine(new ComparisonCommand(peers, out, err));
        line.registerConverter(ExampleNetwork.class, name -> converted(name, ExampleNetwork::ofWidths));
        line.registerConverter(Contender.class, name -> converted(name, Contender::ofOption));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, _) -> {
            err.println("bench-peers: " + e.getMessage() + " (see bench-peers --help)");
            return ComparisonCommand.BAD_USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> {
            err.println("bench-peers: " + e);
            return ComparisonCommand.FAILED;
        });
        return line.execute(args);
    }

    private static <T> T converted(String name, Function<String, T> conversion) {
        try {
            return conversion.apply(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
