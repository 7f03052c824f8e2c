package io.github.panagrad.benchmarks.scaling;

import io.github.panagrad.benchmarks.ChildEnvironment;
import io.github.panagrad.benchmarks.ChildOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code panagrad bench}, one process for each configuration, so that none is affected by another.
 *
 * @param panagrad the program
 */
record Bench(Path panagrad) {
    /** Enough to build the command line, if that is what its script finds necessary. */
    private static final double BUILD_SECONDS = 1800;

    /** How much longer than asked for a measurement may take: a slow step is done some eighty times at least. */
    private static final double PATIENCE_SECONDS = 900;

    /**
     * Asks the program for its version, so that it is built now if it must be.
     *
     * @throws BenchException if it cannot be run
     */
    String version() throws BenchException {
        return run(List.of("--version"), BUILD_SECONDS);
    }

    /**
     * Measures.
     *
     * @param seconds how long steps and products are timed, after warming up
     * @throws BenchException if that fails
     */
    Figures measure(Configuration configuration, double seconds) throws BenchException {
        List<String> arguments = new ArrayList<>(List.of("bench", "--json", "--seconds", String.valueOf(seconds)));
        arguments.addAll(configuration.options());
        try {
            return Figures.ofJson(run(arguments, seconds + PATIENCE_SECONDS));
        } catch (IllegalArgumentException e) {
            throw new BenchException(String.valueOf(e.getMessage()));
        }
    }

    /** Returns what the program printed. */
    private String run(List<String> arguments, double seconds) throws BenchException {
        List<String> command = new ArrayList<>(List.of(panagrad.toString()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("panagrad-scaling", ".out");
            Path errors = Files.createTempFile("panagrad-scaling", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                ChildEnvironment.prepare(builder.environment(), 0);
                await(builder.start(), errors, seconds);
                return Files.readString(output).strip();
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new BenchException("cannot run " + panagrad + ": " + e.getMessage());
        }
    }

    private static void await(Process process, Path errors, double seconds) throws BenchException {
        try {
            if (!process.waitFor((long) (seconds * 1000), TimeUnit.MILLISECONDS)) {
                throw new BenchException("was not done after " + Math.round(seconds) + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new BenchException(
                        "ended with code " + process.exitValue() + ": " + ChildOutput.lastLine(errors));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        } finally {
            // What goes on would take time from the next measurement.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
