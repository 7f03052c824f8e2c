package io.github.panagrad.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory grows with the classes and the samples, and not with the pairs of classes: those of 60,000 would be 29 GB. */
class ManyClassesTest {
    private static final int CLASSES = 60_000;

    @Test
    void aConfusionMatrixHoldsOnlyWhatWasConfused() {
        int[] labels = {0, 7, 7, CLASSES - 1};
        int[] predicted = {0, CLASSES - 1, CLASSES - 1, CLASSES - 1};
        double[][] predictions = new double[labels.length][CLASSES];
        for (int i = 0; i < labels.length; i++) {
            predictions[i][predicted[i]] = 1;
        }
        Dataset data = Dataset.of(Dataset.table(new double[labels.length][1]), new Targets.Labels(labels, CLASSES));
        ConfusionMatrix matrix = ConfusionMatrix.counts(predictions, data, PredictionKind.PROBABILITIES);
        List<String> cells = new ArrayList<>();
        matrix.forEachCell((a, p, count) -> cells.add(a + " " + p + " " + count));
        assertEquals(List.of("0 0 1.0", "7 59999 2.0", "59999 59999 1.0"), cells);
        assertEquals(CLASSES, matrix.classes());
        assertEquals(0.5, matrix.accuracy());
        assertEquals(2.0, matrix.count(7, CLASSES - 1));
        assertEquals(0.0, matrix.count(CLASSES - 1, 7));
        assertEquals(2 / 3.0, matrix.balancedAccuracy());
        assertEquals((1 + 0 + 0.5) / 3, matrix.f1());
    }
}
