package io.github.panagrad.benchmarks.scaling;

import java.util.ArrayList;
import java.util.List;

/**
 * What one point of a sweep trains.
 *
 * @param value what the sweep varies, at this point
 * @param layers the widths from the inputs to the outputs, such as {@code 784-128-10}
 * @param batchSize the rows of a batch
 */
record Configuration(Sweep sweep, int value, String layers, int batchSize) {
    /** Returns the options of {@code panagrad bench} for it. Threads that are not swept are Panagrad's own choice. */
    List<String> options() {
        List<String> options = new ArrayList<>(List.of("--layers", layers, "--batch-size", String.valueOf(batchSize)));
        if (sweep == Sweep.THREADS) {
            options.addAll(List.of("--threads", String.valueOf(value)));
        }
        return options;
    }

    /** Returns the network and its batch, such as {@code 784-128-10, batch 128}. */
    String workload() {
        return layers + ", batch " + batchSize;
    }

    @Override
    public String toString() {
        return sweep.option() + " " + value + " (" + workload() + ")";
    }
}
