package io.github.panagrad.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A model file in the ONNX Runtime. */
final class OnnxModel implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    OnnxModel(Path file) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = ENVIRONMENT.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the names of the inputs with their types and shapes, such as {@code age: DOUBLE [-1, 1]}. */
    List<String> inputs() {
        try {
            return session.getInputInfo().values().stream()
                    .map(info -> info.getName() + ": " + text((TensorInfo) info.getInfo()))
                    .toList();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the names of the outputs with their types and shapes. */
    List<String> outputs() {
        try {
            return session.getOutputInfo().values().stream()
                    .map(info -> info.getName() + ": " + text((TensorInfo) info.getInfo()))
                    .toList();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(TensorInfo info) {
        List<Long> shape = new ArrayList<>();
        for (long size : info.getShape()) {
            shape.add(size);
        }
        return info.type + " " + shape;
    }

    Map<String, String> metadata() {
        try {
            return session.getMetadata().getCustomMetadata();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * What a graph computed.
     *
     * @param all {@code double[][]}, {@code float[][]} or {@code String[]} by name
     */
    record Outputs(Map<String, Object> all) {
        private Object get(String name) {
            return Objects.requireNonNull(all.get(name), () -> "there is no output " + name + " among " + all.keySet());
        }

        String[] labels() {
            return (String[]) get("label");
        }

        double[][] values() {
            return (double[][]) get("value");
        }

        double[][] probabilities() {
            return doubles((float[][]) get("probabilities"));
        }

        double[][] scores() {
            return doubles((float[][]) get("scores"));
        }

        private static double[][] doubles(float[][] rows) {
            double[][] doubles = new double[rows.length][rows[0].length];
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < doubles[r].length; c++) {
                    doubles[r][c] = rows[r][c];
                }
            }
            return doubles;
        }
    }

    /**
     * Computes outputs.
     *
     * @param inputs by name: {@code double[][]}, {@code float[][]} or {@code String[][]}, a row for each sample
     */
    Outputs run(Map<String, ?> inputs) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, ?> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(input.getValue()));
            }
            Map<String, Object> outputs = new HashMap<>();
            try (OrtSession.Result result = session.run(tensors)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    outputs.put(output.getKey(), output.getValue().getValue());
                }
            }
            return new Outputs(outputs);
        } catch (OrtException e) {
            throw new AssertionError(e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Object rows) throws OrtException {
        return switch (rows) {
            case double[][] numbers -> {
                DoubleBuffer all = DoubleBuffer.allocate(numbers.length * numbers[0].length);
                for (double[] row : numbers) {
                    all.put(row);
                }
                yield OnnxTensor.createTensor(ENVIRONMENT, all.flip(), new long[] {numbers.length, numbers[0].length});
            }
            case float[][] numbers -> {
                FloatBuffer all = FloatBuffer.allocate(numbers.length * numbers[0].length);
                for (float[] row : numbers) {
                    all.put(row);
                }
                yield OnnxTensor.createTensor(ENVIRONMENT, all.flip(), new long[] {numbers.length, numbers[0].length});
            }
            case String[][] texts -> OnnxTensor.createTensor(ENVIRONMENT, texts);
            default -> throw new IllegalArgumentException(rows.getClass().getName());
        };
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }
}
