package io.github.panagrad.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reports for tests: small ones with everything in them, and parts with trouble in them. */
final class Reports {
    private Reports() {}

    static final String HOSTILE = "<script>alert('1')</script> & \"so\" on\u0000\u001B]]>";

    /** Returns epochs whose loss and accuracy are a function of their number. */
    static LearningCurves epochs(int count) {
        List<EpochPoint> points = new ArrayList<>();
        for (int e = 1; e <= count; e++) {
            double wave = 0.01 * Math.sin(e);
            points.add(new EpochPoint(
                    e,
                    0.001 / e,
                    1e5,
                    Map.of("loss", 1.0 / e + wave),
                    ordered("loss", 1.1 / e - wave, "accuracy", 1 - 0.4 / e)));
        }
        return new LearningCurves(points, OptionalInt.of(count));
    }

    static LearningCurves constant(int count, double value) {
        List<EpochPoint> points = new ArrayList<>();
        for (int e = 1; e <= count; e++) {
            points.add(new EpochPoint(e, value, value, Map.of("loss", value), Map.of("loss", value)));
        }
        return new LearningCurves(points, OptionalInt.empty());
    }

    private static Map<String, Double> ordered(String first, double one, String second, double two) {
        Map<String, Double> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    static Evidence.Classification classes(int count) {
        List<String> names = new ArrayList<>();
        List<Evidence.AreaCurve> curves = new ArrayList<>();
        long[][] confusion = new long[count][count];
        for (int k = 0; k < count; k++) {
            names.add("class " + k);
            confusion[k][k] = 10;
            confusion[k][(k * 7 + 3) % count] += k % 5;
            curves.add(new Evidence.AreaCurve(curve("class " + k), 0.5 + 0.4 * k / count));
        }
        return new Evidence.Classification(
                "test",
                names,
                confusion,
                curves,
                curves,
                List.of(
                        new Evidence.CalibrationBin(0.1, 0.12, 40),
                        new Evidence.CalibrationBin(Double.NaN, Double.NaN, 0),
                        new Evidence.CalibrationBin(0.9, 0.8, 11)));
    }

    private static NamedCurve curve(String name) {
        List<NamedCurve.Point> points = new ArrayList<>();
        for (int i = 0; i <= 50; i++) {
            points.add(new NamedCurve.Point(i / 50.0, Math.sqrt(i / 50.0)));
        }
        return new NamedCurve(name, points);
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
                        List.of(new DataSummary.Column(text, text, 3, text, text))))
                .curves(epochs(12))
                .figures(new FigureTable(
                        List.of(text, "test"), List.of(new FigureTable.Row(text, List.of(0.5, Double.NaN)))))
                .evidence(new Evidence.Classification(
                        text,
                        List.of(text, text),
                        new long[][] {{3, 1}, {0, 2}},
                        List.of(new Evidence.AreaCurve(curve(text), 0.7), new Evidence.AreaCurve(curve(text), 0.6)),
                        List.of(new Evidence.AreaCurve(curve(text), Double.NaN)),
                        List.of(new Evidence.CalibrationBin(0.4, 0.5, 6))))
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
                .memory(List.of(new MemoryLine(text, 1 << 20, -1)))
                .build();
    }
}
