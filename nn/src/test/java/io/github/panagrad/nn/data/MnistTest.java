package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.tensor.Rows;
import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The real files: labels, counts and means of each, and the well-known values of the full set. */
class MnistTest {
    private static Targets.Labels labels(Dataset data) {
        return (Targets.Labels) data.targets();
    }

    private static int[] histogram(Dataset data) {
        int[] histogram = new int[labels(data).classes()];
        for (int i = 0; i < data.size(); i++) {
            histogram[labels(data).label(data.row(i))]++;
        }
        return histogram;
    }

    private static int[] firstLabels(Dataset data) {
        int[] first = new int[10];
        for (int i = 0; i < first.length; i++) {
            first[i] = labels(data).label(i);
        }
        return first;
    }

    private static double mean(Rows rows) {
        long sum = 0;
        long bytes = rows.segment().byteSize();
        for (long i = 0; i < bytes; i++) {
            sum += Byte.toUnsignedInt(rows.segment().get(ValueLayout.JAVA_BYTE, i));
        }
        return (double) sum / bytes;
    }

    /** Reads a file in the simplest possible way. */
    private static void assertSameBytes(Path file, Rows rows) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = (file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in).readAllBytes();
            MemorySegment pixels = MemorySegment.ofArray(content).asSlice(16);
            assertEquals(pixels.byteSize(), rows.segment().byteSize());
            assertEquals(-1, pixels.mismatch(rows.segment()));
        }
    }

    /** The expected numbers were computed with numpy. */
    @Test
    void theSmallSetIsRead() throws IOException {
        Path folder = RealData.small("mnist");
        IdxFolder mnist = IdxFolder.read(folder);
        Dataset training = mnist.training();
        Dataset test = mnist.test().orElseThrow();

        assertEquals(800, training.size());
        assertEquals(200, test.size());
        assertEquals(784, training.columns());
        assertEquals(784, test.columns());
        assertArrayEquals(new int[] {5, 0, 4, 8, 8, 2, 1, 9, 9, 3}, firstLabels(training));
        assertArrayEquals(new int[] {7, 6, 6, 9, 3, 4, 4, 1, 2, 3}, firstLabels(test));
        assertArrayEquals(new int[] {86, 75, 82, 87, 77, 67, 79, 86, 78, 83}, histogram(training));
        assertArrayEquals(new int[] {14, 23, 21, 22, 18, 13, 21, 22, 23, 23}, histogram(test));
        assertEquals(34.3001, mean(training.features()), 1e-4);
        assertEquals(32.9525, mean(test.features()), 1e-4);
        assertSameBytes(folder.resolve("train-images-idx3-ubyte"), training.features());
        assertSameBytes(folder.resolve("t10k-images-idx3-ubyte"), test.features());
    }

    @Test
    void theFullSetIsReadAsPublished() throws IOException {
        Path folder = RealData.full("mnist");
        IdxFolder mnist = IdxFolder.read(folder);
        Dataset training = mnist.training();
        Dataset test = mnist.test().orElseThrow();

        assertEquals(60_000, training.size());
        assertEquals(10_000, test.size());
        assertEquals(784, training.columns());
        assertEquals(784, test.columns());
        assertArrayEquals(new int[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4}, firstLabels(training));
        assertArrayEquals(new int[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9}, firstLabels(test));
        assertArrayEquals(new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}, histogram(training));
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, histogram(test));
        assertEquals(33.3184, mean(training.features()), 1e-4);
        assertEquals(33.7912, mean(test.features()), 1e-4);
        assertSameBytes(folder.resolve("train-images-idx3-ubyte.gz"), training.features());
        assertSameBytes(folder.resolve("t10k-images-idx3-ubyte.gz"), test.features());
    }
}
