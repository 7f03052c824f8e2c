package io.github.panagrad.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Raw rows as a graph takes them, and what becomes of them there and here. */
final class Rows {
    private static final double TOLERANCE = 1e-5;

    private Rows() {}

    /** Returns rows as the inputs of a graph that has one for each column. */
    static Map<String, Object> columns(Pipeline pipeline, List<Map<String, @Nullable Object>> rows) {
        Map<String, Object> inputs = new HashMap<>();
        for (FittedColumn column : pipeline.columns()) {
            switch (column) {
                case FittedColumn.Dropped _ -> {
                    // No input.
                }
                case FittedColumn.Categories _ ->
                    inputs.put(
                            column.name(),
                            rows.stream()
                                    .map(row -> new String[] {text(row.get(column.name()))})
                                    .toArray(String[][]::new));
                default ->
                    inputs.put(
                            column.name(),
                            rows.stream()
                                    .map(row -> new double[] {number(row.get(column.name()))})
                                    .toArray(double[][]::new));
            }
        }
        return inputs;
    }

    /** Returns rows as the inputs of a graph that has one for numbers and one for texts. */
    static Map<String, Object> groups(Pipeline pipeline, List<Map<String, @Nullable Object>> rows) {
        List<String> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (FittedColumn column : pipeline.columns()) {
            if (!(column instanceof FittedColumn.Dropped)) {
                (column.type() == ColumnType.CATEGORICAL ? texts : numbers).add(column.name());
            }
        }
        Map<String, Object> inputs = new HashMap<>();
        if (!numbers.isEmpty()) {
            inputs.put(
                    "numbers",
                    rows.stream()
                            .map(row -> numbers.stream()
                                    .mapToDouble(name -> number(row.get(name)))
                                    .toArray())
                            .toArray(double[][]::new));
        }
        if (!texts.isEmpty()) {
            inputs.put(
                    "texts",
                    rows.stream()
                            .map(row -> texts.stream()
                                    .map(name -> text(row.get(name)))
                                    .toArray(String[]::new))
                            .toArray(String[][]::new));
        }
        return inputs;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : (String) value;
    }

    private static double number(@Nullable Object value) {
        return switch (value) {
            case null -> Double.NaN;
            case Boolean truth -> truth ? 1 : 0;
            case Number number -> number.doubleValue();
            case LocalDateTime date -> {
                Instant instant = date.toInstant(ZoneOffset.UTC);
                yield DateForm.seconds(instant.getEpochSecond(), instant.getNano());
            }
            case LocalTime time -> DateForm.seconds(time);
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    /**
     * Compares the outputs of a graph with what the model itself predicts: the labels must be the same, the numbers within a
     * hundred-thousandth.
     *
     * @return how many labels were compared: all but those that rounding decides
     */
    static int compare(TablePredictor predictor, List<Map<String, @Nullable Object>> rows, OnnxModel.Outputs outputs) {
        int labels = 0;
        boolean hasProbabilities = outputs.all().containsKey("probabilities");
        double[][] probabilities = hasProbabilities ? outputs.probabilities() : new double[0][];
        for (int r = 0; r < rows.size(); r++) {
            Map<String, @Nullable Object> row = rows.get(r);
            switch (predictor.predict(row)) {
                case Prediction.ValuePrediction(double value) -> {
                    double found = outputs.values()[r][0];
                    assertTrue(
                            Math.abs(value - found) <= TOLERANCE * Math.max(1, Math.abs(value)),
                            () -> row + ": expected " + value + ", found " + found);
                }
                case Prediction.ClassPrediction prediction -> {
                    assertEquals(hasProbabilities, !Double.isNaN(prediction.probability()));
                    if (hasProbabilities) {
                        double[] found = probabilities[r];
                        assertEquals(prediction.classes().size(), found.length);
                        for (int k = 0; k < found.length; k++) {
                            assertEquals(prediction.probability(k), found[k], TOLERANCE, row::toString);
                        }
                    }
                    if (isClear(prediction)) {
                        assertEquals(prediction.label(), outputs.labels()[r], row::toString);
                        labels++;
                    }
                }
            }
        }
        return labels;
    }

    private static boolean isClear(Prediction.ClassPrediction prediction) {
        return prediction.probabilities().values().stream()
                        .filter(probability -> probability > prediction.probability() - TOLERANCE)
                        .count()
                <= 1;
    }
}
