package io.github.panagrad.benchmarks.quality;

import io.github.panagrad.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/** The program of {@code scripts/bench-quality}. */
public final class Main {
    private Main() {}

    /**
     * Trains and compares, and ends the process with its exit code.
     *
     * @param args the options; the system property {@code panagrad.worker} is the command that starts a worker's JVM, its words
     *     separated by line ends
     */
    @SuppressWarnings("SystemOut") // it is a command
    public static void main(String[] args) {
        String worker = Objects.requireNonNull(
                System.getProperty("panagrad.worker"), "-Dpanagrad.worker says how a worker is started");
        // A training that outlives this program would slow down whatever is measured next.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        System.exit(run(worker.lines().toList(), Runtime.getRuntime().availableProcessors(), System.err, args));
    }

    /**
     * Trains and compares.
     *
     * @param jvm how a worker's JVM is started
     * @param processors how many threads the machine runs at once
     * @param err receives progress messages
     * @return the exit code
     */
    static int run(List<String> jvm, int processors, PrintStream err, String... args) {
        CommandLine line = new CommandLine(new QualityCommand(jvm, processors, err));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, _) -> {
            err.println("bench-quality: " + e.getMessage() + " (see bench-quality --help)");
            return QualityCommand.BAD_USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> switch (e) {
            case InvalidInputException _ -> failure(err, e, QualityCommand.BAD_USAGE);
            case IOException _ -> failure(err, e, QualityCommand.FAILED);
            default -> throw e;
        });
        return line.execute(args);
    }

    private static int failure(PrintStream err, Exception e, int code) {
        err.println("bench-quality: " + e.getMessage());
        return code;
    }
}
