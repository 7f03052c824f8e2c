package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The epochs as a matrix of doubles, one row each: every number keeps its bits, and there may be any number of epochs. */
final class HistoryTensor {
    /** The metrics that every epoch has. */
    private static final int FIGURES = 7;

    private HistoryTensor() {}

    static int columns(List<String> metrics) {
        return FIGURES + metrics.size();
    }

    /**
     * Writes all epochs.
     *
     * @param tensor epochs x columns; written
     */
    static void write(List<EpochMetrics> epochs, List<String> metrics, Tensor tensor) {
        for (int row = 0; row < epochs.size(); row++) {
            EpochMetrics epoch = epochs.get(row);
            tensor.set(row, 0, epoch.learningRate());
            tensor.set(row, 1, epoch.trainLoss());
            tensor.set(row, 2, epoch.trainAccuracy());
            tensor.set(row, 3, epoch.validationLoss());
            tensor.set(row, 4, epoch.validationAccuracy());
            tensor.set(row, 5, epoch.seconds());
            tensor.set(row, 6, epoch.samplesPerSecond());
            for (int m = 0; m < metrics.size(); m++) {
                tensor.set(row, FIGURES + m, epoch.metrics().getOrDefault(metrics.get(m), Double.NaN));
            }
        }
    }

    /**
     * Reads all epochs.
     *
     * @param tensor epochs x columns; read
     */
    static List<EpochMetrics> read(Tensor tensor, List<String> metrics) {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int row = 0; row < tensor.rows(); row++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (int m = 0; m < metrics.size(); m++) {
                values.put(metrics.get(m), tensor.get(row, FIGURES + m));
            }
            epochs.add(new EpochMetrics(
                    row + 1,
                    tensor.get(row, 0),
                    tensor.get(row, 1),
                    tensor.get(row, 2),
                    tensor.get(row, 3),
                    tensor.get(row, 4),
                    tensor.get(row, 5),
                    tensor.get(row, 6),
                    values));
        }
        return epochs;
    }
}
