package io.github.panagrad.nn.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the bytes of a complete file with bytes that were written by hand. */
class GoldenFileTest {
    // 238 bytes, plus 2 spaces to the next multiple of 8.
    private static final String HEADER = "{\"__metadata__\":{\"a\":\"é\\n\",\"format\":\"pt\"},"
            + "\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]},"
            + "\"scale\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[32,40]}}";

    // 1, -2.5, 0, 0.1, max, -infinity; -0, NaN; then 1 as a double.
    private static final String DATA = "0000803f" + "000020c0" + "00000000" + "cdcccc3d" + "ffff7f7f" + "000080ff"
            + "00000080" + "0000c07f" + "000000000000f03f";

    @TempDir
    Path folder;

    private static byte[] golden() {
        HexFormat hex = HexFormat.of();
        String header = hex.formatHex(HEADER.getBytes(StandardCharsets.UTF_8));
        return hex.parseHex("f000000000000000" + header + "2020" + DATA);
    }

    @Test
    void writesTheseBytes() throws IOException {
        Path file = folder.resolve("m.safetensors");
        try (Slab slab = new Slab("test")) {
            Tensor weight = slab.allocate(DType.F32, 2, 3);
            weight.copyFrom(new double[][] {{1, -2.5, 0}, {0.1f, Float.MAX_VALUE, Double.NEGATIVE_INFINITY}});
            Tensor bias = slab.allocate(DType.F32, 1, 2);
            bias.copyFrom(new double[][] {{-0.0, Double.NaN}});
            Tensor scale = slab.allocate(DType.F64, 1, 1);
            scale.fill(1);
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put("format", "pt");
            metadata.put("a", "é\n");

            SafetensorsWriter.write(
                    file,
                    metadata,
                    List.of(
                            new NamedTensor("layers.0.weight", List.of(2L, 3L), weight),
                            new NamedTensor("layers.0.bias", List.of(2L), bias),
                            new NamedTensor("scale", List.of(), scale)));
        }
        assertArrayEquals(golden(), Files.readAllBytes(file));
    }

    @Test
    void readsTheseBytes() throws IOException {
        Path path = folder.resolve("m.safetensors");
        Files.write(path, golden());
        try (SafetensorsFile file = SafetensorsFile.open(path);
                Slab slab = new Slab("test")) {
            assertEquals(Map.of("a", "é\n", "format", "pt"), file.metadata());
            assertEquals(
                    List.of(
                            new TensorEntry("layers.0.weight", "F32", List.of(2L, 3L), 0, 24),
                            new TensorEntry("layers.0.bias", "F32", List.of(2L), 24, 32),
                            new TensorEntry("scale", "F64", List.of(), 32, 40)),
                    List.copyOf(file.tensors().values()));
            assertEquals(
                    List.of("layers.0.weight", "layers.0.bias", "scale"),
                    List.copyOf(file.tensors().keySet()));

            Tensor weight = slab.allocate(DType.F32, 2, 3);
            file.read("layers.0.weight", weight);
            assertArrayEquals(
                    new double[][] {{1, -2.5, 0}, {0.1f, Float.MAX_VALUE, Double.NEGATIVE_INFINITY}}, weight.toArray());
            Tensor bias = slab.allocate(DType.F64, 2, 1);
            file.read("layers.0.bias", bias);
            assertArrayEquals(new double[][] {{-0.0}, {Double.NaN}}, bias.toArray());
            Tensor scale = slab.allocate(DType.F32, 1, 1);
            file.read("scale", scale);
            assertEquals(1, scale.get(0, 0));
        }
    }

    @Test
    void theSmallestFileHasNoTensors() throws IOException {
        Path path = folder.resolve("empty.safetensors");
        SafetensorsWriter.write(path, Map.of(), List.of());
        assertArrayEquals(HexFormat.of().parseHex("0800000000000000" + "7b7d202020202020"), Files.readAllBytes(path));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(Map.of(), file.metadata());
            assertEquals(Map.of(), file.tensors());
        }
    }
}
