package io.github.panagrad.benchmarks.scaling;

import io.github.panagrad.measure.ExampleNetwork;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is varied while the rest stays as it is: one chart each. */
enum Sweep {
    WIDTH("Wider layers: W-W-W-10, batch 128", "layer width W (units)") {
        @Override
        List<Configuration> configurations(int processors) {
            return doublings(64, 4096)
                    .mapToObj(width ->
                            new Configuration(this, width, width + "-" + width + "-" + width + "-10", BATCH_SIZE))
                    .toList();
        }
    },
    DEPTH("More layers: 784 inputs, hidden layers of 256, 10 outputs, batch 128", "depth (hidden layers)") {
        @Override
        List<Configuration> configurations(int processors) {
            return doublings(1, 16)
                    .mapToObj(depth -> new Configuration(
                            this,
                            depth,
                            "784-" + String.join("-", Collections.nCopies(depth, "256")) + "-10",
                            BATCH_SIZE))
                    .toList();
        }
    },
    BATCH("Larger batches: 784-512-256-10", "batch size (rows)") {
        @Override
        List<Configuration> configurations(int processors) {
            return IntStream.of(1, 4, 16, 64, 256, 1024, 4096, 8192)
                    .mapToObj(rows -> new Configuration(this, rows, ExampleNetwork.DEEP_DIGITS.widths(), rows))
                    .toList();
        }
    },
    THREADS("More threads", "threads (number)") {
        @Override
        List<Configuration> configurations(int processors) {
            // The last point has more threads than processors, to show what that costs.
            TreeSet<Integer> threads = new TreeSet<>(List.of(processors, 2 * processors));
            doublings(1, processors).forEach(threads::add);
            return Stream.of(ExampleNetwork.DEEP_DIGITS, ExampleNetwork.WIDE)
                    .flatMap(network -> threads.stream()
                            .map(count -> new Configuration(this, count, network.widths(), network.batchSize())))
                    .toList();
        }
    };

    /** That of the sweeps of the network's shape. */
    private static final int BATCH_SIZE = 128;

    private final String title;
    private final String axisTitle;

    Sweep(String title, String axisTitle) {
        this.title = title;
        this.axisTitle = axisTitle;
    }

    /**
     * Returns the points.
     *
     * @param processors how many the machine has
     */
    abstract List<Configuration> configurations(int processors);

    private static IntStream doublings(int from, int to) {
        return IntStream.iterate(from, value -> value <= to, value -> 2 * value);
    }

    /** Returns the title of the chart. */
    String title() {
        return title;
    }

    /** Returns what is varied, and its unit. */
    String axisTitle() {
        return axisTitle;
    }

    /** Returns the name on the command line, in the table, and of the chart's file. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the sweep with a name on the command line.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    static Sweep ofOption(String option) {
        return Arrays.stream(values())
                .filter(sweep -> sweep.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown sweep '" + option + "': expected some of "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Sweep::option).toList())));
    }
}
