package io.github.panagrad.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong model files: exit code 2 and one message from every command that reads one. */
class BadModelTest {
    @TempDir
    Path folder;

    private Path model = Path.of("");
    private byte[] good = {};

    @BeforeEach
    void train() throws IOException {
        model = folder.resolve("m.safetensors");
        Cli.run("train", "--epochs", 1, "--samples", 60, "--layers", 3, "--out", model)
                .done();
        good = Files.readAllBytes(model);
    }

    private void requireRefused(byte[] content) throws IOException {
        Files.write(model, content);
        String name = "m.safetensors";
        Cli.run("inspect", "--model", model).failed(2, name);
        Cli.run("export", "--model", model, "--out", folder.resolve("m.onnx")).failed(2, name);
        Cli.run("evaluate", "--model", model, "--data", "spirals").failed(2, name);
        Cli.run("predict", "--model", model, "--data", "spirals", "--out", folder.resolve("p.csv"))
                .failed(2, name);
    }

    private static byte[] withHeader(String json, int dataBytes) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private String header() {
        int length = (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(good, 8, length, StandardCharsets.UTF_8);
    }

    @Test
    void isRefused() throws IOException {
        requireRefused(new byte[0]);
        requireRefused(new byte[7]);
        for (int length : new int[] {8, 100, good.length / 2, good.length - 1}) {
            requireRefused(Arrays.copyOf(good, length));
        }
        requireRefused(withHeader("not JSON", 0));
        requireRefused(withHeader("{}", 0));
        requireRefused(withHeader("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4));
        byte[] longHeader = good.clone();
        ByteBuffer.wrap(longHeader).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
        requireRefused(longHeader);
        int dataBytes = good.length - 8 - header().length();
        requireRefused(withHeader(header().replace("F32", "I32"), dataBytes));
        requireRefused(withHeader(header().replace("[3,2]", "[2,3]"), dataBytes));
        requireRefused(withHeader(header().replace("[3,2]", "[3,2000000000000]"), dataBytes));
        requireRefused(withHeader(header().replace("relu", "relv"), dataBytes));
    }
}
