package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.measure.ExampleNetwork;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data that every peer reads: {@code features.f32} and {@code labels.i32}, little-endian, without headers. */
final class DataFiles {
    /** A multiple of every batch, so that no peer has a smaller one to deal with. */
    static final int ROWS = 8192;

    private DataFiles() {}

    /** Writes the data for a network into a folder. */
    static void write(ExampleNetwork network, Path folder) throws IOException {
        int inputs = network.spec().inputs();
        byte[] features = new byte[Math.multiplyExact(ROWS * inputs, Float.BYTES)];
        MemorySegment numbers = RandomData.features(ROWS, inputs);
        littleEndian(features)
                .asFloatBuffer()
                .put(numbers.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer());
        Files.write(folder.resolve("features.f32"), features);
        byte[] labels = new byte[ROWS * Integer.BYTES];
        littleEndian(labels).asIntBuffer().put(RandomData.labels(ROWS, network.classes()));
        Files.write(folder.resolve("labels.i32"), labels);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Deletes a folder of files, as far as possible. */
    static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // It is in the system's temporary folder.
        }
    }
}
