package io.github.panagrad.cli.onnx;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.RandomKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compares a model with the ONNX file that was exported from it, on random rows. */
public final class OnnxComparison {
    /** How many rows are compared. */
    private static final int ROWS = 1000;

    /** The largest difference of two float32 computations, relative to numbers above 1. */
    public static final double TOLERANCE = 1e-5;

    private static final String INPUTS = "panagrad.inputs";

    private final NetworkSpec spec;
    private final @Nullable Pipeline pipeline;
    private final List<Map<String, @Nullable Object>> rows;
    private final double[][] features;

    /**
     * What was found.
     *
     * @param rows how many rows were compared
     * @param labels how many labels differ, other than by rounding
     * @param difference the largest difference of a number, relative to numbers above 1
     */
    public record Result(int rows, int labels, double difference) {
        /** Returns whether the two agree; NaN never does. */
        public boolean isGood() {
            return labels == 0 && difference <= TOLERANCE;
        }
    }

    private OnnxComparison(NetworkSpec spec, @Nullable Pipeline pipeline, long seed) {
        this.spec = spec;
        this.pipeline = pipeline;
        if (pipeline == null) {
            rows = List.of();
            features = features(spec, seed);
        } else {
            rows = RandomRows.of(pipeline, ROWS, seed);
            features = rows.stream().map(pipeline::encodeRow).toArray(double[][]::new);
        }
    }

    private static double[][] features(NetworkSpec spec, long seed) {
        RandomKey key = RandomKey.of(seed);
        double[][] features = new double[ROWS][spec.inputs()];
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                features[r][c] = (float) key.fold(c).normal(r);
            }
            for (Layer layer : spec.embeddings()) {
                int column = layer.inputColumn().orElseThrow();
                features[r][column] = (float) layer.drawInput(key.fold(column), r);
            }
        }
        return features;
    }

    /**
     * Compares.
     *
     * @throws InvalidInputException if there is no ONNX Runtime, or the file is none of the model's
     */
    public static Result run(Path onnx, Path model, long seed) {
        OnnxRuntime.require(OnnxComparison.class.getClassLoader());
        try (ModelFile file = ModelFile.open(model);
                Ensemble ensemble = file.read(Backend.JAVA);
                Predictor predictor = new Predictor(ensemble);
                RuntimeModel exported = new RuntimeModel(onnx)) {
            String json = file.contents().facts().get(Pipeline.FACT);
            OnnxComparison comparison =
                    new OnnxComparison(ensemble.spec(), json == null ? null : pipeline(model, json), seed);
            Map<String, Object> inputs = comparison.inputs(exported.metadata(INPUTS));
            if (inputs == null || !exported.inputs().equals(columns(inputs))) {
                throw new InvalidInputException("--onnx " + onnx + " was not exported from --model " + model
                        + ": it has the inputs " + Quoted.list(exported.inputs().keySet())
                        + "; export that model, or name the one that it comes from");
            }
            return comparison.compare(predictor.predict(comparison.features), exported.run(inputs));
        }
    }

    private static Pipeline pipeline(Path model, String json) {
        try {
            return Pipeline.fromJson(json);
        } catch (PipelineException e) {
            throw new InvalidInputException("--model " + model + ": " + e.getMessage(), e);
        }
    }

    /** Returns the inputs of a graph of some kind, or null if the model has none of that kind. */
    private @Nullable Map<String, Object> inputs(String kind) {
        if (kind.equals("tensor")) {
            float[][] numbers = new float[features.length][spec.inputs()];
            for (int r = 0; r < numbers.length; r++) {
                for (int c = 0; c < numbers[r].length; c++) {
                    numbers[r][c] = (float) features[r][c];
                }
            }
            return Map.of("features", numbers);
        }
        Pipeline preprocessing = pipeline;
        if (preprocessing == null || !(kind.equals("columns") || kind.equals("grouped"))) {
            return null;
        }
        Map<String, Object> inputs = new HashMap<>();
        List<String> numbers = columns(preprocessing, false);
        List<String> texts = columns(preprocessing, true);
        if (kind.equals("columns")) {
            numbers.forEach(name -> inputs.put(name, numbers(List.of(name))));
            texts.forEach(name -> inputs.put(name, texts(List.of(name))));
            return inputs;
        }
        if (!numbers.isEmpty()) {
            inputs.put("numbers", numbers(numbers));
        }
        if (!texts.isEmpty()) {
            inputs.put("texts", texts(texts));
        }
        return inputs;
    }

    /** Returns the number of columns of each input. */
    private static Map<String, Integer> columns(Map<String, Object> inputs) {
        Map<String, Integer> columns = new HashMap<>();
        inputs.forEach((name, rows) -> columns.put(
                name,
                switch (rows) {
                    case double[][] numbers -> numbers[0].length;
                    case float[][] numbers -> numbers[0].length;
                    case String[][] texts -> texts[0].length;
                    default -> throw new IllegalArgumentException(name);
                }));
        return columns;
    }

    private static List<String> columns(Pipeline pipeline, boolean areTexts) {
        return pipeline.columns().stream()
                .filter(column -> !(column instanceof FittedColumn.Dropped))
                .filter(column -> (column.type() == ColumnType.CATEGORICAL) == areTexts)
                .map(FittedColumn::name)
                .toList();
    }

    private double[][] numbers(List<String> names) {
        return rows.stream()
                .map(row -> names.stream()
                        .mapToDouble(name -> row.get(name) instanceof Double number ? number : Double.NaN)
                        .toArray())
                .toArray(double[][]::new);
    }

    private String[][] texts(List<String> names) {
        return rows.stream()
                .map(row -> names.stream()
                        .map(name -> row.get(name) instanceof String text ? text : "")
                        .toArray(String[]::new))
                .toArray(String[][]::new);
    }

    private Result compare(double[][] expected, Map<String, Object> outputs) {
        PredictionKind kind = spec.loss().predictionKind();
        double difference = 0;
        int labels = 0;
        for (int r = 0; r < expected.length; r++) {
            double[] row = inUnits(expected[r]);
            double[] found = found(kind, outputs, r);
            for (int c = 0; c < found.length; c++) {
                // A single probability is that of class 1, in front of which the graph has that of class 0.
                double value = found.length == row.length ? row[c] : c == 0 ? 1 - row[0] : row[0];
                double distance = Math.abs(found[c] - value) / Math.max(1, Math.abs(value));
                difference = Double.isNaN(distance) ? Double.NaN : Math.max(difference, distance);
            }
            if (kind.isClassification() && isClear(kind, row)) {
                String[] names = (String[]) Objects.requireNonNull(outputs.get("label"));
                labels += names[r].equals(classes().get(kind.predictedClass(row))) ? 0 : 1;
            }
        }
        return new Result(expected.length, labels, difference);
    }

    private double[] inUnits(double[] row) {
        return pipeline != null && pipeline.target() instanceof FittedTarget.Values values
                ? new double[] {values.predict(row[0])}
                : row;
    }

    private static double[] found(PredictionKind kind, Map<String, Object> outputs, int row) {
        if (kind == PredictionKind.VALUES) {
            return ((double[][]) Objects.requireNonNull(outputs.get("value")))[row];
        }
        String name = kind == PredictionKind.PROBABILITIES ? "probabilities" : "scores";
        float[] floats = ((float[][]) Objects.requireNonNull(outputs.get(name)))[row];
        return IntStream.range(0, floats.length).mapToDouble(c -> floats[c]).toArray();
    }

    private List<String> classes() {
        return pipeline != null && pipeline.target() instanceof FittedTarget.Classes classes
                ? classes.classes()
                : IntStream.range(0, Math.max(2, spec.outputs()))
                        .mapToObj(String::valueOf)
                        .toList();
    }

    /** Whether rounding cannot change the class. */
    private boolean isClear(PredictionKind kind, double[] row) {
        int best = kind.predictedClass(row);
        if (row.length == 1) {
            return Math.abs(row[0] - kind.threshold()) > TOLERANCE;
        }
        return IntStream.range(0, row.length).allMatch(c -> c == best || row[best] - row[c] > TOLERANCE);
    }
}
