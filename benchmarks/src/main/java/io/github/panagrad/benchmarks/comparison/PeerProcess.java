package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.benchmarks.ChildEnvironment;
import io.github.panagrad.benchmarks.ChildOutput;
import io.github.panagrad.benchmarks.peer.Peer;
import io.github.panagrad.benchmarks.peer.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A library that waits, warm, for the next round; closed by who started it. */
final class PeerProcess implements AutoCloseable {
    /** Enough for a slow library to load, extract its native code and do a few steps of the widest network. */
    private static final double START_SECONDS = 300;

    /** How much longer than asked for a round may take: the last step is always finished. */
    private static final double PATIENCE_SECONDS = 120;

    /** Native threads of the library that was measured before spin for a moment until they sleep. */
    private static final long SETTLE_MILLIS = 200;

    private static final String END = "";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Peer.Description description;

    /**
     * Starts a peer and waits until it is warm.
     *
     * @param errors the file that takes what the process prints as errors
     * @throws PeerException if the peer is not available
     */
    PeerProcess(Launch launch, Task task, Path errors) throws PeerException {
        this.errors = errors;
        List<String> command = new ArrayList<>(launch.command());
        command.addAll(task.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        ChildEnvironment.prepare(builder.environment(), task.threads());
        builder.environment().putAll(launch.environment());
        try {
            process = builder.start();
        } catch (IOException _) {
            throw new PeerException("cannot run " + command.getFirst());
        }
        Thread.ofPlatform().daemon().start(this::read);
        try {
            Answer answer = answer(START_SECONDS);
            int threads = task.threads() > 0 ? task.threads() : answer.get("threads", Integer::valueOf);
            description = new Peer.Description(
                    answer.get("version", Function.identity()),
                    answer.get("optimizer", Function.identity()),
                    answer.get("setting", Function.identity()),
                    threads);
        } catch (PeerException e) {
            close();
            throw e;
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // Native libraries print what they like.
                if (line.startsWith("{")) {
                    lines.add(line);
                }
            }
        } catch (IOException _) {
            // The process was ended.
        }
        lines.add(END);
    }

    private Answer answer(double seconds) throws PeerException {
        try {
            String line = lines.poll((long) (seconds * 1000), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new PeerException("gave no answer in " + Math.round(seconds) + " seconds");
            }
            if (line.equals(END)) {
                throw new PeerException("ended with code " + process.waitFor() + ": " + ChildOutput.lastLine(errors));
            }
            return Answer.parse(line);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted");
        }
    }

    /** Returns what the peer says about itself. */
    Peer.Description description() {
        return description;
    }

    /**
     * Has it train for some time.
     *
     * @throws PeerException if it fails
     */
    Measurement.Round run(double seconds) throws PeerException {
        try {
            Thread.sleep(SETTLE_MILLIS);
            Writer commands = process.outputWriter(StandardCharsets.UTF_8);
            commands.write("run " + seconds + "\n");
            commands.flush();
        } catch (IOException _) {
            // It has ended, and its answer says why.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted");
        }
        Answer answer = answer(seconds + PATIENCE_SECONDS);
        return new Measurement.Round(
                answer.get("samples_per_second", Double::valueOf), answer.get("step_us_median", Double::valueOf));
    }

    /** Ends the process and waits for that, so that it takes no time from others. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
