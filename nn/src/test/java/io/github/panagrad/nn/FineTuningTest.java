package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that begin as others, of this library or another. */
class FineTuningTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(4)
            .embedding(new Embedding(1, 3, 2))
            .dense(new Dense(8, Activation.relu()).withNormalization(Normalization.batchNorm()))
            .dense(5, Activation.tanh())
            .output(3, Loss.softmaxCrossEntropy());

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("io.github.panagrad.nn.Arithmetic#all")
    void aNewHeadOnTheSameBody(Arithmetic arithmetic) {
        try (Network body = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 3);
                Network first = body.withHead(2, Loss.meanSquaredError(), 5);
                Network same = body.withHead(2, Loss.meanSquaredError(), 5);
                Network other = body.withHead(2, Loss.meanSquaredError(), 6)) {
            assertEquals(2, first.spec().outputs());
            assertEquals(Loss.meanSquaredError(), first.spec().loss());
            assertEquals(SPEC.hidden(), first.spec().hidden());
            for (Parameter parameter : first.parameters()) {
                assertArrayEquals(same.toArray(parameter), first.toArray(parameter), parameter.name());
                if (!parameter.name().startsWith("layers.2.")) {
                    assertArrayEquals(body.toArray(parameter), first.toArray(parameter), parameter.name());
                }
            }
            assertTrue(first.weights(2).get(0, 0) != other.weights(2).get(0, 0));
            // A copy: training the one leaves the other as it was.
            double before = body.weights(0).get(0, 0);
            Dataset data = Dataset.of(
                    new double[][] {{1, 0, 2, 3}, {2, 1, 0, 1}, {0, 2, 1, 1}}, new double[][] {{1, 2}, {0, 1}, {3, 0}});
            try (Trainer trainer =
                    new Trainer(first, TrainingConfig.defaults().withEpochs(3).withLearningRate(0.1))) {
                trainer.fit(data);
            }
            assertEquals(before, body.weights(0).get(0, 0));
            assertTrue(first.weights(0).get(0, 0) != before);
        }
    }

    @Test
    void aHeadThatTheLossCannotHave() {
        try (Network body = Networks.random(SPEC, DType.F32, Backend.JAVA, 3)) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> body.withHead(1, Loss.softmaxCrossEntropy(), 1));
            assertTrue(String.valueOf(e.getMessage()).contains("needs at least 2 outputs, found 1"), e.toString());
        }
    }

    @Test
    void aClosedNetworkHasNoHeadAndNoNumbers() {
        Network body = Networks.random(SPEC, DType.F32, Backend.JAVA, 3);
        body.close();
        // Memory that was left behind would be freed by the garbage collector, and make the difference smaller.
        long before = Slab.totalBytes();
        assertThrows(IllegalStateException.class, () -> body.withHead(2, Loss.softmaxCrossEntropy(), 1));
        assertTrue(Slab.totalBytes() <= before, "the new network is closed");
        assertThrows(
                IllegalStateException.class,
                () -> body.toArray(body.parameters().getFirst()));
    }

    /** Writes a safetensors file by hand. */
    private Path file(Map<String, double[][]> tensors, String dtype) throws IOException {
        StringBuilder header = new StringBuilder("{");
        int at = 0;
        int bytes = dtype.equals("F64") ? 8 : 4;
        for (Map.Entry<String, double[][]> tensor : tensors.entrySet()) {
            double[][] rows = tensor.getValue();
            int size = rows.length * rows[0].length * bytes;
            String shape = tensor.getKey().contains("bias")
                    ? "[" + rows[0].length + "]"
                    : "[" + rows.length + "," + rows[0].length + "]";
            header.append(header.length() > 1 ? "," : "")
                    .append('"' + tensor.getKey() + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape
                            + ",\"data_offsets\":[" + at + "," + (at + size) + "]}");
            at += size;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + at).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text);
        for (double[][] rows : tensors.values()) {
            for (double[] row : rows) {
                for (double value : row) {
                    if (bytes == 8) {
                        buffer.putDouble(value);
                    } else {
                        buffer.putFloat((float) value);
                    }
                }
            }
        }
        return Files.write(folder.resolve("other-" + dtype + tensors.size() + ".safetensors"), buffer.array());
    }

    private static final NetworkSpec PLAIN =
            NetworkSpec.inputs(8).dense(4, Activation.relu()).output(2, Loss.meanSquaredError());

    private static Map<String, double[][]> torch() {
        Map<String, double[][]> tensors = new LinkedHashMap<>();
        tensors.put("fc1.weight", Networks.normals(4, 8, 1));
        tensors.put("fc1.bias", Networks.normals(1, 4, 2));
        tensors.put("fc2.weight", Networks.normals(2, 4, 3));
        tensors.put("fc2.bias", Networks.normals(1, 2, 4));
        tensors.put("unused", Networks.normals(3, 3, 5));
        return tensors;
    }

    private static Map<String, ImportedTensor> names() {
        return new HashMap<>(Map.of(
                "layers.0.weight", ImportedTensor.named("fc1.weight"),
                "layers.0.bias", ImportedTensor.named("fc1.bias"),
                "layers.1.weight", ImportedTensor.named("fc2.weight"),
                "layers.1.bias", ImportedTensor.named("fc2.bias")));
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.nn.Arithmetic#all")
    void tensorsOfAnotherLibrary(Arithmetic arithmetic) throws IOException {
        for (String stored : new String[] {"F32", "F64"}) {
            Path file = file(torch(), stored);
            try (Network network =
                    ModelFile.importTensors(file, PLAIN, names(), arithmetic.dtype(), arithmetic.backend())) {
                for (int l = 0; l < 2; l++) {
                    double[][] expected = Objects.requireNonNull(torch().get("fc" + (l + 1) + ".weight"));
                    double[][] found = network.weights(l).toArray();
                    for (int r = 0; r < expected.length; r++) {
                        boolean isExact = stored.equals("F64") && arithmetic.dtype() == DType.F64;
                        assertArrayEquals(expected[r], found[r], isExact ? 0 : 1e-6);
                    }
                }
            }
        }
    }

    @Test
    void kernelsThatAreStoredTransposed() throws IOException {
        Map<String, double[][]> keras = torch();
        double[][] weights = Objects.requireNonNull(torch().get("fc1.weight"));
        double[][] kernel = new double[8][4];
        for (int r = 0; r < 4; r++) {
            for (int c = 0; c < 8; c++) {
                kernel[c][r] = weights[r][c];
            }
        }
        keras.put("fc1.weight", kernel);
        Path file = file(keras, "F64");
        Map<String, ImportedTensor> names = names();
        ModelFormatException e = assertThrows(
                ModelFormatException.class, () -> ModelFile.importTensors(file, PLAIN, names, DType.F64, Backend.JAVA));
        assertTrue(
                String.valueOf(e.getMessage())
                        .endsWith(
                                "fc1.weight has shape [8, 4], but layers.0.weight needs [4, 8]; if it is stored transposed,"
                                        + " say so with ImportedTensor.transposed"),
                e.toString());
        names.put("layers.0.weight", ImportedTensor.transposed("fc1.weight"));
        try (Network network = ModelFile.importTensors(file, PLAIN, names, DType.F64, Backend.JAVA)) {
            assertArrayEquals(weights, network.weights(0).toArray());
        }
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        Path file = file(torch(), "F32");
        assertRefused(
                file,
                "layers.0.weight",
                ImportedTensor.named("fc9.weight"),
                "no tensor 'fc9.weight' for the parameter");
        assertRefused(
                file,
                "layers.0.weight",
                ImportedTensor.named("fc2.weight"),
                "fc2.weight has shape [2, 4], but layers.0.weight needs [4, 8]");
        assertRefused(
                file,
                "layers.0.weight",
                ImportedTensor.transposed("fc1.weight"),
                "fc1.weight has shape [4, 8], but layers.0.weight needs [8, 4]");
        assertRefused(
                file,
                "layers.9.weight",
                ImportedTensor.named("fc1.weight"),
                "the network has no parameter 'layers.9.weight'");
        Map<String, ImportedTensor> few = names();
        few.remove("layers.1.bias");
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> ModelFile.importTensors(file, PLAIN, few, DType.F32, Backend.JAVA));
        assertTrue(
                String.valueOf(e.getMessage()).contains("no tensor is named for the parameters 'layers.1.bias'"),
                e.toString());
        Map<String, double[][]> sick = torch();
        Objects.requireNonNull(sick.get("fc2.weight"))[1][2] = 1e300;
        Path large = file(sick, "F64");
        assertRefused(large, "layers.0.bias", ImportedTensor.named("fc1.bias"), "finite numbers only");
    }

    private static void assertRefused(Path file, String parameter, ImportedTensor from, String part) {
        Map<String, ImportedTensor> names = names();
        names.put(parameter, from);
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> ModelFile.importTensors(file, PLAIN, names, DType.F32, Backend.JAVA));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.toString());
    }
}
