package io.github.panagrad.cli.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.panagrad.error.InvalidInputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A file in the ONNX Runtime. Loaded only where that is there. */
final class RuntimeModel implements AutoCloseable {
    private final Path file;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** Opens a file. */
    RuntimeModel(Path file) {
        this.file = file;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            session = environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private InvalidInputException failure(OrtException e) {
        return new InvalidInputException("--onnx " + file + ": " + e.getMessage(), e);
    }

    /** Returns the number of columns of each input, by name. */
    Map<String, Integer> inputs() {
        Map<String, Integer> columns = new TreeMap<>();
        try {
            session.getInputInfo().forEach((name, info) -> {
                long[] shape = info.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
                columns.put(name, shape.length == 2 ? (int) shape[1] : -1);
            });
        } catch (OrtException e) {
            throw failure(e);
        }
        return columns;
    }

    /** Returns a text of the metadata, or the empty one. */
    String metadata(String key) {
        try {
            return session.getMetadata().getCustomMetadata().getOrDefault(key, "");
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    /**
     * Computes the outputs.
     *
     * @param inputs {@code double[][]}, {@code float[][]} or {@code String[][]} by name, a row for each sample
     */
    Map<String, Object> run(Map<String, Object> inputs) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, Object> input : inputs.entrySet()) {
                tensors.put(input.getKey(), OnnxTensor.createTensor(environment, input.getValue()));
            }
            Map<String, Object> outputs = new HashMap<>();
            try (OrtSession.Result result = session.run(tensors)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    outputs.put(output.getKey(), output.getValue().getValue());
                }
            }
            return outputs;
        } catch (OrtException e) {
            throw failure(e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failure(e);
        }
    }
}
