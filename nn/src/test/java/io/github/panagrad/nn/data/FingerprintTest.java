package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal data sets have equal fingerprints, and every difference changes the fingerprint. */
class FingerprintTest {
    private static double[][] numbers(int rows, int columns) {
        double[][] x = new double[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                x[r][c] = r * 31 + c;
            }
        }
        return x;
    }

    private static int[] reversed(int n) {
        return IntStream.range(0, n).map(i -> n - 1 - i).toArray();
    }

    @Test
    void everyDifferenceCounts() {
        double[][] x = numbers(13, 3);
        int[] labels = IntStream.range(0, 13).map(i -> i % 2).toArray();
        Dataset all = Dataset.of(x, labels);
        double[][] changed = numbers(13, 3);
        changed[12][2] = Math.nextUp(changed[12][2]);
        double[][] negativeZero = numbers(13, 3);
        negativeZero[0][0] = -0.0;
        int[] otherLabels = labels.clone();
        otherLabels[12] ^= 1;
        double[] weights = new double[13];
        Arrays.fill(weights, 1);
        double[] otherWeights = weights.clone();
        otherWeights[12] = 0.5;
        List<Dataset> different = List.of(
                all,
                Dataset.of(changed, labels),
                Dataset.of(negativeZero, labels),
                Dataset.of(x, otherLabels),
                Dataset.of(Dataset.table(x), new Targets.Labels(labels, 3)),
                Dataset.of(x, numbers(13, 1)),
                Dataset.of(x, numbers(13, 2)),
                Dataset.of(numbers(13, 2), labels),
                all.withSampleWeights(weights),
                all.withSampleWeights(otherWeights),
                all.subset(reversed(13)),
                all.subset(IntStream.range(0, 12).toArray()),
                all.subset(IntStream.range(1, 13).toArray()));
        Set<String> fingerprints = new HashSet<>();
        different.forEach(data -> fingerprints.add(data.fingerprint()));
        assertEquals(different.size(), fingerprints.size());
        assertTrue(fingerprints.stream().allMatch(text -> text.matches("[0-9a-f]{64}")));
        assertEquals(
                all.fingerprint(), Dataset.of(numbers(13, 3), labels.clone()).fingerprint());
        // Rows outside the set are ignored.
        assertEquals(
                all.subset(IntStream.range(0, 12).toArray()).fingerprint(),
                Dataset.of(changed, otherLabels)
                        .subset(IntStream.range(0, 12).toArray())
                        .fingerprint());
    }

    /** Compares with the definition, on bytes that are assembled independently; larger than a block, at odd offsets. */
    @Test
    void isTheHashOfWhatIsStored() throws NoSuchAlgorithmException {
        int rows = 1009;
        int columns = 37;
        double[][] x = numbers(rows, columns);
        int[] order = IntStream.range(0, rows)
                .filter(i -> i % 7 != 3)
                .map(i -> i % 100 == 0 ? 5 : i)
                .toArray();
        ByteBuffer bytes =
                ByteBuffer.allocate(order.length * (columns * 8 + 4) + 100).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((order.length + " rows of 37 F64 times 1.0\0").getBytes(StandardCharsets.UTF_8));
        for (int row : order) {
            for (double value : x[row]) {
                bytes.putDouble(value);
            }
        }
        bytes.put("labels of 2 classes\0".getBytes(StandardCharsets.UTF_8));
        for (int row : order) {
            bytes.putInt(row % 2);
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes.array(), bytes.position()));
        Dataset data = Dataset.of(x, IntStream.range(0, rows).map(i -> i % 2).toArray());
        assertEquals(HexFormat.of().formatHex(hash), data.subset(order).fingerprint());
    }

    @Test
    void ofAMappedFile(@TempDir Path folder) throws IOException {
        int rows = 10_001;
        Path file = folder.resolve("table");
        ByteBuffer bytes = ByteBuffer.allocate(rows * 5 * 4).order(ByteOrder.nativeOrder());
        MemorySegment memory = Arena.ofAuto().allocate(rows * 5L * 4, 4);
        for (int i = 0; i < rows * 5; i++) {
            bytes.putFloat(i * 4, i);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
        }
        Files.write(file, bytes.array());
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            Targets targets = new Targets.Labels(new int[rows], 1);
            assertEquals(
                    Dataset.of(new Rows(memory, Rows.Storage.F32, rows, 5, 1), targets)
                            .fingerprint(),
                    Dataset.of(new Rows(mapped, Rows.Storage.F32, rows, 5, 1), targets)
                            .fingerprint());
        }
    }
}
