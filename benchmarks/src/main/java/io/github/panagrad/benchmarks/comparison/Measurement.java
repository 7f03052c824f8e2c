package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.benchmarks.peer.Peer;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What came of a library with one network. */
sealed interface Measurement {
    /** Returns whose it is. */
    Contender contender();

    /**
     * One round.
     *
     * @param samplesPerSecond the speed of training
     * @param stepMicros the median time of a step
     */
    record Round(double samplesPerSecond, double stepMicros) {}

    /** It was measured, in one round at least. */
    record Measured(Contender contender, Peer.Description description, List<Round> rounds) implements Measurement {
        public Measured {
            rounds = List.copyOf(rounds);
        }

        /** Returns the median over the rounds. */
        double samplesPerSecond() {
            return median(Round::samplesPerSecond);
        }

        /** Returns the median over the rounds. */
        double stepMicros() {
            return median(Round::stepMicros);
        }

        private double median(ToDoubleFunction<Round> value) {
            double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /** It could not be measured. */
    record Missing(Contender contender, String reason) implements Measurement {}
}
