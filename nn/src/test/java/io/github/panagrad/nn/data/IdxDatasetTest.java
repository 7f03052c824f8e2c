package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxDatasetTest {
    @TempDir
    Path folder;

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] bytes(Rows rows) {
        return rows.segment().toArray(ValueLayout.JAVA_BYTE);
    }

    private static int[] someLabels(int count, int classes) {
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> (classes - 1 + i * 7) % classes);
        return labels;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,28,28", "13,5,7", "207,1,3", "3,211,313", "5,13108,1", "2,256,128", "64,32,32"})
    void keepsEveryByteAndLabelPlainAndCompressed(int count, int height, int width) throws IOException {
        int[] labels = someLabels(count, 10);
        byte[] pixels = IdxBytes.pattern(count * height * width);
        byte[] imagesFile = IdxBytes.join(IdxBytes.header(count, height, width), pixels);
        byte[] labelsFile = IdxBytes.labels(labels);
        Path plainImages = write("images", imagesFile);
        Path plainLabels = write("labels", labelsFile);
        Path gzipImages = write("images.gz", IdxBytes.gzip(imagesFile));
        Path gzipLabels = write("labels.gz", IdxBytes.gzip(labelsFile));
        for (Path images : new Path[] {plainImages, gzipImages}) {
            for (Path labelFile : new Path[] {plainLabels, gzipLabels}) {
                Dataset data = IdxDataset.read(images, labelFile);
                assertEquals(count, data.size());
                assertEquals(height * width, data.columns());
                assertEquals(Rows.Storage.U8, data.features().storage());
                assertEquals(1.0 / 255, data.features().scale());
                assertTrue(data.features().segment().isNative());
                assertArrayEquals(pixels, bytes(data.features()));
                Targets.Labels targets = (Targets.Labels) data.targets();
                for (int i = 0; i < count; i++) {
                    assertEquals(labels[i], targets.label(i));
                }
            }
        }
    }

    @Test
    void takesImagesOfTwoDimensions() throws IOException {
        byte[] pixels = IdxBytes.pattern(3 * 17);
        Path images = write("images", IdxBytes.join(IdxBytes.header(3, 17), pixels));
        Dataset data = IdxDataset.read(images, write("labels", IdxBytes.labels(0, 1, 2)));
        assertEquals(17, data.columns());
        assertArrayEquals(pixels, bytes(data.features()));
    }

    @Test
    void goesByTheContentAndNotByTheName() throws IOException {
        Path images = write("images.gz", IdxBytes.images(2, 3, 3));
        Path labels = write("labels", IdxBytes.gzip(IdxBytes.labels(0, 1)));
        assertEquals(2, IdxDataset.read(images, labels).size());
    }

    @Test
    void takesGzipOfSeveralMembersAndIgnoresWhatFollows() throws IOException {
        byte[] file = IdxBytes.images(2, 3, 3);
        byte[] first = IdxBytes.gzip(Arrays.copyOf(file, 20));
        byte[] second = IdxBytes.gzip(Arrays.copyOfRange(file, 20, file.length));
        Path images = write("images.gz", IdxBytes.join(first, second));
        Path labels = write(
                "labels.gz",
                IdxBytes.join(IdxBytes.gzip(IdxBytes.labels(0, 1)), "garbage".getBytes(StandardCharsets.US_ASCII)));
        assertArrayEquals(
                IdxBytes.pattern(18), bytes(IdxDataset.read(images, labels).features()));
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 3_000_001})
    void takesImagesThatCompressFarBetterThanUsual(int width) throws IOException {
        byte[] pixels = new byte[width];
        pixels[width - 1] = 7;
        Path images = write("images", IdxBytes.gzip(IdxBytes.join(IdxBytes.header(1, 1, width), pixels)));
        Dataset data = IdxDataset.read(images, write("labels", IdxBytes.labels(0)));
        assertArrayEquals(pixels, bytes(data.features()));
    }

    @Test
    void countsClassesFromTheLabelsUnlessToldOtherwise() throws IOException {
        Path images = write("images", IdxBytes.images(3, 2, 2));
        Path labels = write("labels", IdxBytes.labels(0, 255, 6));
        assertEquals(256, ((Targets.Labels) IdxDataset.read(images, labels).targets()).classes());
        assertEquals(300, ((Targets.Labels) IdxDataset.read(images, labels, 300).targets()).classes());
    }

    @Test
    void refusesALabelOutOfRangeWithItsPlace() throws IOException {
        Path images = write("images", IdxBytes.images(3, 2, 2));
        Path labels = write("labels", IdxBytes.labels(0, 9, 10));
        DataException e = assertThrows(DataException.class, () -> IdxDataset.read(images, labels, 10));
        assertEquals(
                labels + ", byte 10: label 10 of sample 2 is out of range: with 10 classes it must be 0 to 9",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesANumberOfClassesThatMakesNoSense(int classes) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> IdxDataset.read(folder, folder, classes));
        assertEquals("the number of classes must be at least 1, found " + classes, e.getMessage());
    }
}
