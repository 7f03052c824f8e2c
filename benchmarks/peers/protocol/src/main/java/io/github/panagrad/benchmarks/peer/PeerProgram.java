package io.github.panagrad.benchmarks.peer;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;

/**
 * The conversation with the comparison. When the peer is warm it prints a line of JSON that describes it; then it
 * answers each line {@code run SECONDS} with a line of JSON, until its input ends. Instead of either it may print
 * {@code {"error": "why"}}.
 */
public final class PeerProgram {
    private static final double WARM_UP_WINDOW_SECONDS = 0.25;
    private static final long WARM_UP_LIMIT_NANOS = 15_000_000_000L;
    private static final double GAIN = 1.05;
    private static final int STEADY_WINDOWS = 12;

    private PeerProgram() {}

    /** Runs a peer, and ends the process. */
    @SuppressWarnings("SystemOut") // the way the conversation goes
    public static void serve(String[] arguments, Function<Task, Peer> preparation) {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // What a library prints must not get between the answers.
        System.setOut(System.err);
        int code = 0;
        try {
            Task task = Task.parse(arguments);
            Peer peer = preparation.apply(task);
            warmUp(peer, task.batch());
            answers.println(json(peer.description()));
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (!line.startsWith("run ")) {
                    throw new IllegalArgumentException("unknown command " + line);
                }
                StepClock clock = measure(peer, task.batch(), Double.parseDouble(line.substring("run ".length())));
                answers.println(String.format(
                        Locale.ROOT,
                        "{\"samples_per_second\": %.3f, \"step_us_median\": %.3f}",
                        clock.samplesPerSecond(),
                        clock.medianStepMicros()));
            }
        } catch (IOException | RuntimeException | Error e) {
            // The comparison goes on with the other peers and shows the reason.
            e.printStackTrace(System.err);
            answers.println("{\"error\": " + quoted(reason(e)) + "}");
            code = 1;
        }
        // Libraries leave threads behind that would keep the process alive.
        System.exit(code);
    }

    private static StepClock measure(Peer peer, int batch, double seconds) {
        StepClock clock = new StepClock(batch, seconds);
        peer.train(clock);
        return clock;
    }

    /** Trains until it no longer gets faster, as it does while the JVM compiles. */
    private static void warmUp(Peer peer, int batch) {
        double best = 0;
        long end = System.nanoTime() + WARM_UP_LIMIT_NANOS;
        for (int steady = 0; steady < STEADY_WINDOWS && System.nanoTime() < end; ) {
            double rate = measure(peer, batch, WARM_UP_WINDOW_SECONDS).samplesPerSecond();
            steady = rate > GAIN * best ? 0 : steady + 1;
            best = Math.max(best, rate);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static String json(Peer.Description description) {
        return "{\"version\": " + quoted(description.version()) + ", \"optimizer\": " + quoted(description.optimizer())
                + ", \"setting\": " + quoted(description.setting()) + ", \"threads\": " + description.threads() + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else {
                quoted.append(c < ' ' ? ' ' : (char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
