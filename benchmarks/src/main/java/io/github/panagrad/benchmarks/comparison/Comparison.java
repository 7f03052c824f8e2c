package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.benchmarks.peer.Task;
import io.github.panagrad.measure.ExampleNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures libraries by turns: all processes of a network are kept, each trains for some time while the others wait, and
 * the order changes from round to round, so that a machine that gets slower or busy does so for all.
 */
final class Comparison {
    /**
     * Small, so that a step is the same work however long a library trains: at the default of 0.001 the data is soon learned
     * by heart, gradients become subnormal, and some libraries slow down.
     */
    private static final double LEARNING_RATE = 1e-5;

    /** The longest round of the trial of a number of threads. */
    private static final double TRIAL_SECONDS = 1;

    private final Launcher launcher;
    private final int rounds;
    private final double seconds;
    private final PrintStream progress;

    /** Libraries that were prepared, and why the others could not be: building and downloading is done once. */
    private final Map<Contender, Launch> launches = new EnumMap<>(Contender.class);

    private final Map<Contender, PeerException> unavailable = new EnumMap<>(Contender.class);

    private record Participant(Contender contender, PeerProcess process, List<Measurement.Round> rounds) {}

    /**
     * Prepares.
     *
     * @param rounds how often each library is measured
     * @param seconds how long a round is
     * @param progress receives each result
     */
    Comparison(Launcher launcher, int rounds, double seconds, PrintStream progress) {
        this.launcher = launcher;
        this.rounds = rounds;
        this.seconds = seconds;
        this.progress = progress;
    }

    /**
     * Measures one network.
     *
     * @return in the order of the contenders
     * @throws IOException if the data cannot be written
     */
    List<Measurement> measure(ExampleNetwork network, List<Contender> contenders) throws IOException {
        Path folder = Files.createTempDirectory("panagrad-comparison");
        List<Participant> running = new ArrayList<>();
        Map<Contender, Measurement> results = new EnumMap<>(Contender.class);
        try {
            DataFiles.write(network, folder);
            for (Contender contender : contenders) {
                try {
                    running.add(new Participant(contender, start(network, contender, folder), new ArrayList<>()));
                } catch (PeerException e) {
                    results.put(contender, missing(network, contender, e));
                }
            }
            for (int round = 0; round < rounds; round++) {
                List<Participant> order = new ArrayList<>(running);
                Collections.rotate(order, -round);
                for (Participant participant : order) {
                    try {
                        Measurement.Round result = participant.process.run(seconds);
                        participant.rounds.add(result);
                        say(network, participant.contender, Report.count(result.samplesPerSecond()) + " samples/s");
                    } catch (PeerException e) {
                        results.put(participant.contender, missing(network, participant.contender, e));
                        running.remove(participant);
                        participant.process.close();
                    }
                }
            }
            for (Participant participant : running) {
                results.put(
                        participant.contender,
                        new Measurement.Measured(
                                participant.contender, participant.process.description(), participant.rounds));
            }
        } finally {
            running.forEach(participant -> participant.process.close());
            DataFiles.delete(folder);
        }
        return List.copyOf(results.values());
    }

    /** Panagrad chooses its threads; each of the others is tried with one and with all. */
    private PeerProcess start(ExampleNetwork network, Contender contender, Path folder) throws PeerException {
        say(network, contender, "starting");
        int processors = Runtime.getRuntime().availableProcessors();
        int[] threads = contender == Contender.PANAGRAD ? new int[1] : new int[] {1, processors};
        List<Task> tasks = Arrays.stream(threads)
                .distinct()
                .mapToObj(count ->
                        new Task(folder, network.widths(), network.batchSize(), DataFiles.ROWS, LEARNING_RATE, count))
                .toList();
        PeerProcess process = ThreadTrial.fastest(
                launch(contender), tasks, folder, contender.option(), Math.min(TRIAL_SECONDS, seconds));
        int chosen = process.description().threads();
        say(network, contender, chosen + (chosen == 1 ? " thread" : " threads"));
        return process;
    }

    private Launch launch(Contender contender) throws PeerException {
        PeerException reason = unavailable.get(contender);
        if (reason != null) {
            throw reason;
        }
        Launch launch = launches.get(contender);
        if (launch == null) {
            try {
                launch = launcher.prepare(contender);
            } catch (PeerException e) {
                unavailable.put(contender, e);
                throw e;
            }
            launches.put(contender, launch);
        }
        return launch;
    }

    private Measurement missing(ExampleNetwork network, Contender contender, PeerException reason) {
        String text = String.valueOf(reason.getMessage());
        say(network, contender, text);
        return new Measurement.Missing(contender, text);
    }

    private void say(ExampleNetwork network, Contender contender, String text) {
        progress.println(network.widths() + ": " + contender.label() + ": " + text);
    }
}
