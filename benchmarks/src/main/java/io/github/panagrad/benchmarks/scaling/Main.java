package io.github.panagrad.benchmarks.scaling;

import io.github.panagrad.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The program of {@code scripts/plot-scaling}. */
public final class Main {
    private Main() {}

    /**
     * Measures and draws, and ends the process with its exit code.
     *
     * @param args the options; the system property {@code panagrad.root} names the checkout
     */
    @SuppressWarnings("SystemOut") // it is a command
    public static void main(String[] args) {
        Path root = Path.of(Objects.requireNonNull(
                System.getProperty("panagrad.root"), "-Dpanagrad.root names the folder of the checkout"));
        // A measurement that outlives this program would slow down whatever is measured next.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        System.exit(run(root, Runtime.getRuntime().availableProcessors(), System.err, args));
    }

    /**
     * Measures and draws.
     *
     * @param processors how many threads the machine runs at once
     * @param err receives progress messages
     * @return the exit code
     */
    static int run(Path root, int processors, PrintStream err, String... args) {
        CommandLine line = new CommandLine(new ScalingCommand(root, processors, err));
        line.registerConverter(Sweep.class, name -> {
            try {
                return Sweep.ofOption(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, _) -> {
            err.println("plot-scaling: " + e.getMessage() + " (see plot-scaling --help)");
            return ScalingCommand.BAD_USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> switch (e) {
            case InvalidInputException _ -> failure(err, e, ScalingCommand.BAD_USAGE);
            case IOException _ -> failure(err, e, ScalingCommand.FAILED);
            default -> throw e;
        });
        return line.execute(args);
    }

    private static int failure(PrintStream err, Exception e, int code) {
        err.println("plot-scaling: " + e.getMessage());
        return code;
    }
}
