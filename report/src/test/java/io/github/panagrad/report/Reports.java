package io.github.panagrad.report;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.metrics.ClassificationReport;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reports for tests: small ones with everything in them, and parts with trouble in them. */
final class Reports {
    private Reports() {}

    static final String HOSTILE = "<script>alert('1')</script> & \"so\" on\u0000\u001B\u202E\u2028]]>";

    /** Returns epochs whose loss and accuracy are a function of their number. */
    static LearningCurves epochs(int count) {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int e = 1; e <= count; e++) {
            double wave = 0.01 * Math.sin(e);
            epochs.add(new EpochMetrics(
                    e, 0.001 / e, 1.0 / e + wave, 1 - 0.5 / e, 1.1 / e - wave, 1 - 0.4 / e, 0.5, 1e5, Map.of()));
        }
        return new LearningCurves(epochs, OptionalInt.of(count));
    }

    static LearningCurves constant(int count, double value) {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int e = 1; e <= count; e++) {
            epochs.add(new EpochMetrics(e, value, value, value, value, value, value, value, Map.of()));
        }
        return new LearningCurves(epochs, OptionalInt.empty());
    }

    /** Returns a classifier that is right about most samples, three or four of each class, and unsure of all. */
    static Evidence.Classification classes(int count) {
        List<String> names = new ArrayList<>();
        List<int[]> samples = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            names.add("class " + k);
            for (int i = 0; i < 3; i++) {
                samples.add(new int[] {k, k});
            }
            if (k % 5 > 0) {
                samples.add(new int[] {k, (k * 7 + 3) % count});
            }
        }
        return classification("test", names, samples);
    }

    /**
     * Returns what is known of a classifier.
     *
     * @param samples the true and the predicted class of each
     */
    static Evidence.Classification classification(String part, List<String> names, List<int[]> samples) {
        int classes = names.size();
        double[][] predictions = new double[samples.size()][classes];
        int[] labels = new int[samples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = samples.get(i)[0];
            double sure = classes == 1 ? 1 : 0.6 + 0.3 * (i % 7) / 7;
            Arrays.fill(predictions[i], (1 - sure) / Math.max(1, classes - 1));
            predictions[i][samples.get(i)[1]] = sure;
        }
        Dataset data = Dataset.of(Dataset.table(new double[labels.length][1]), new Targets.Labels(labels, classes));
        return new Evidence.Classification(
                part, ClassificationReport.of(predictions, data, PredictionKind.PROBABILITIES, DType.F64, names));
    }

    static Evidence.Regression values(int count) {
        double[] actual = new double[count];
        double[] predicted = new double[count];
        for (int i = 0; i < count; i++) {
            actual[i] = i % 29;
            predicted[i] = actual[i] + 3 * Math.sin(i);
        }
        return new Evidence.Regression("test", "rings", actual, predicted);
    }

    static ImportanceTable importance(double... drops) {
        List<ImportanceTable.Column> columns = new ArrayList<>();
        for (int c = 0; c < drops.length; c++) {
            columns.add(new ImportanceTable.Column("column " + c, drops[c], 0.001));
        }
        return new ImportanceTable("accuracy", 0.9, 200, 5, columns);
    }

    /** Returns the plane of a classifier that knows only the sign of the first feature. */
    static DecisionSurface surface() {
        double[][] points = {{-1, 0.5}, {-0.5, -0.5}, {1, 0.2}, {0.7, -1}};
        return DecisionSurface.of(
                rows -> {
                    double[][] answers = new double[rows.length][];
                    for (int r = 0; r < rows.length; r++) {
                        answers[r] = new double[] {rows[r][0] > 0 ? 0.95 : 0.05};
                    }
                    return answers;
                },
                List.of("x", "y"),
                List.of("left", "right"),
                points,
                new int[] {0, 0, 1, 1},
                40);
    }

    /** Returns a report with every part, and a text wherever there is one. */
    static TrainingReport whole(String text) {
        return TrainingReport.titled(text)
                .version(text)
                .command("panagrad train " + text)
                .notes(List.of(text))
                .configuration(Map.of(text, text))
                .data(new DataSummary(
                        List.of(new DataSummary.Part(text, text, 12)),
                        List.of(new DataSummary.Column(text, text, text, text, text, text, text)),
                        List.of(text)))
                .curves(epochs(12))
                .metrics(new MetricTable(
                        List.of(text, "test"), List.of(new MetricTable.Row(text, List.of(0.5, Double.NaN)))))
                .evidence(classification(
                        text,
                        List.of(text, text),
                        List.of(new int[] {0, 0}, new int[] {0, 0}, new int[] {0, 1}, new int[] {1, 1}, new int[] {1, 1
                        })))
                .importance(new ImportanceTable(
                        text,
                        0.9,
                        6,
                        5,
                        List.of(
                                new ImportanceTable.Column(text, 0.2, 0.01),
                                new ImportanceTable.Column(text, -0.1, 0.01))))
                .surface(surface())
                .timing(new Timing(0.2, 75, Double.NaN))
                .memory(Map.of(text, 1L << 20))
                .build();
    }
}
