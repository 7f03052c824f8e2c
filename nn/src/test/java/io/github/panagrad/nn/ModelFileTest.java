package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is saved is loaded again to the bit, and what is no model is refused with a message. */
class ModelFileTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(7)
            .dense(13, Activation.relu(), 0.2)
            .dense(3, new Activation.LeakyRelu(0.125))
            .dense(2, Activation.sigmoid(), 0.5)
            .output(5, Loss.softmaxCrossEntropy());

    @TempDir
    Path folder;

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void roundTrip(Arithmetic arithmetic) throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (Network saved = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 3)) {
            ModelFile.save(file, saved, Map.of("epochs", "3", "note", "ünïcode \"quoted\""));
            try (Network loaded = ModelFile.load(file, arithmetic.backend())) {
                assertEquals(SPEC, loaded.spec());
                assertEquals(arithmetic.dtype(), loaded.dtype());
                assertArrayEquals(Networks.weights(saved), Networks.weights(loaded));
                assertArrayEquals(Networks.biases(saved), Networks.biases(loaded));
            }
        }
        ModelFile.Contents contents = ModelFile.inspect(file);
        assertEquals(Map.of("epochs", "3", "note", "ünïcode \"quoted\""), contents.facts());
        try (SafetensorsFile raw = SafetensorsFile.open(file)) {
            assertEquals(List.of(13L, 7L), shape(raw, "layers.0.weight"));
            assertEquals(List.of(13L), shape(raw, "layers.0.bias"));
            assertEquals(8, raw.tensors().size());
        }
    }

    private static List<Long> shape(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name)).shape();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{\"inputs\":7}",
                "{\"inputs\":7,\"inputs\":7,\"hidden\":[],\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":0,\"hidden\":[],\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":7,\"hidden\":[],\"outputs\":5,\"loss\":\"unheard_of\"}",
                "{\"inputs\":7,\"hidden\":[{\"units\":3}],\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":7,\"hidden\":[],\"outputs\":5,\"loss\":\"mean_squared_error\",\"x\":1}",
                "{\"inputs\":7.5,\"hidden\":[],\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":99999999999,\"hidden\":[],\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":4194304,\"hidden\":[{\"units\":4194304,\"activation\":\"relu\",\"dropout\":0}],"
                        + "\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":7,\"hidden\":[[[[[[]]]]]],\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":7,\"hidden\":[],\"outputs\":5,\"loss\":\"mean_squared_error\"} {}",
                "{\"inputs\":4194304,\"hidden\":[],\"outputs\":500,\"loss\":\"mean_squared_error\"}"
            })
    void badDescriptions(String description) throws IOException {
        Path file = write(Map.of("panagrad.network", description));
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> ModelFile.load(file, Backend.JAVA));
        assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e::getMessage);
    }

    @Test
    void aFileOfAnotherTool() throws IOException {
        Path file = write(Map.of("format", "pt"));
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> ModelFile.inspect(file));
        assertTrue(String.valueOf(e.getMessage()).contains("not one that panagrad saved"), e::getMessage);
    }

    @Test
    void tensorsThatDoNotFit() throws IOException {
        String description = "{\"inputs\":3,\"hidden\":[],\"outputs\":2,\"loss\":\"mean_squared_error\"}";
        Map<String, String> metadata = Map.of("panagrad.network", description);
        Path file = folder.resolve("bad.safetensors");
        try (Slab slab = new Slab("test")) {
            NamedTensor weight = new NamedTensor("layers.0.weight", List.of(2L, 3L), slab.allocate(DType.F32, 2, 3));
            NamedTensor turned = new NamedTensor("layers.0.weight", List.of(3L, 2L), slab.allocate(DType.F32, 2, 3));
            NamedTensor bias = new NamedTensor("layers.0.bias", List.of(2L), slab.allocate(DType.F32, 1, 2));
            NamedTensor wide = new NamedTensor("layers.0.bias", List.of(2L), slab.allocate(DType.F64, 1, 2));
            NamedTensor extra = new NamedTensor("layers.1.bias", List.of(2L), slab.allocate(DType.F32, 1, 2));
            refuse(file, metadata, List.of(weight), "layers.0.bias is missing");
            refuse(file, metadata, List.of(turned, bias), "has shape [3, 2]");
            refuse(file, metadata, List.of(weight, wide), "dtype");
            refuse(file, metadata, List.of(weight, bias, extra), "layers.1.bias");
            SafetensorsWriter.write(file, metadata, List.of(bias, weight));
            assertEquals(DType.F32, ModelFile.inspect(file).dtype(), "the order of tensors does not matter");
        }
    }

    private static void refuse(Path file, Map<String, String> metadata, List<NamedTensor> tensors, String message)
            throws IOException {
        SafetensorsWriter.write(file, metadata, tensors);
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> ModelFile.load(file, Backend.JAVA));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    private Path write(Map<String, String> metadata) throws IOException {
        Path file = folder.resolve("other.safetensors");
        try (Slab slab = new Slab("test")) {
            NamedTensor tensor = new NamedTensor("x", List.of(3L), slab.allocate(DType.F32, 1, 3));
            SafetensorsWriter.write(file, metadata, List.of(tensor));
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputs\":[7,3],\"hidden\":[],\"outputs\":5,\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":7,\"hidden\":[],\"outputs\":[5,2],\"loss\":\"mean_squared_error\"}",
                "{\"inputs\":7,\"hidden\":[],\"outputs\":5,\"loss\":[\"mean_squared_error\",\"hinge\"]}"
            })
    void severalInputsOrOutputsAreOutOfScope(String json) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> SpecJson.read(json));
        assertTrue(String.valueOf(refused.getMessage()).contains("out of scope"), refused.getMessage());
    }
}
