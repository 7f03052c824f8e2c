package io.github.panagrad.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a metric says about samples before there are predictions agrees with its values. */
class DefinedMetricsTest {
    private static Dataset labels(int classes, int... labels) {
        return Dataset.of(Dataset.table(new double[labels.length][1]), new Targets.Labels(labels, classes));
    }

    private static double[][] predictions(int rows, int classes) {
        return IntStream.range(0, rows)
                .mapToObj(r -> {
                    double[] row = new double[classes];
                    Arrays.fill(row, 0.5 / classes);
                    row[r % classes] += 0.5;
                    return row;
                })
                .toArray(double[][]::new);
    }

    @Test
    void rankingsNeedEveryClass() {
        for (String name : List.of("roc_auc", "pr_auc")) {
            Metric metric = Metrics.byName(name);
            assertTrue(metric.isDefinedFor(labels(2, 0, 1, 0)));
            assertEquals(false, metric.isDefinedFor(labels(2, 0, 0, 0)), name);
            assertEquals(false, metric.isDefinedFor(labels(2, 1, 1)), name);
            assertEquals(false, metric.isDefinedFor(labels(3, 0, 2, 0, 2)), name);
            assertTrue(metric.isDefinedFor(labels(3, 0, 2, 1)));
            // A sample of weight 0 is none.
            Dataset weighted = labels(2, 0, 1, 0, 0).withSampleWeights(new double[] {1, 0, 2, 1});
            assertEquals(false, metric.isDefinedFor(weighted), name);
            // Of a part, the part counts.
            assertEquals(false, metric.isDefinedFor(labels(2, 0, 1, 0).subset(new int[] {0, 2})), name);
            assertTrue(metric.isDefinedFor(labels(2, 0, 0, 1).subset(new int[] {2, 0})));
        }
    }

    @Test
    void whatIsSaidToBeDefinedIsANumber() {
        List<Dataset> sets = List.of(labels(2, 0, 0, 0), labels(2, 1, 0, 1), labels(3, 1, 1), labels(3, 0, 1, 2));
        for (Dataset data : sets) {
            int classes = ((Targets.Labels) data.targets()).classes();
            for (String name : Metrics.names(PredictionKind.PROBABILITIES)) {
                Metric metric = Metrics.byName(name);
                assertTrue(
                        !metric.isDefinedFor(data) || !Double.isNaN(metric.of(predictions(data.size(), classes), data)),
                        name);
            }
        }
        for (int rows : new int[] {1, 2, 5}) {
            Dataset data = Dataset.of(new double[rows][1], predictions(rows, 1));
            for (String name : Metrics.names(PredictionKind.VALUES)) {
                Metric metric = Metrics.byName(name);
                assertEquals(
                        metric.isDefinedFor(data),
                        !Double.isNaN(metric.of(predictions(rows, 1), data)),
                        name + " of " + rows);
            }
        }
    }
}
