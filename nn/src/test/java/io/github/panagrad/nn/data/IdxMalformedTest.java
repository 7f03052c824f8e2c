package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxMalformedTest {
    private static final byte[] IMAGES = IdxBytes.images(3, 5, 7);
    private static final byte[] LABELS = IdxBytes.labels(0, 2, 1);

    @TempDir
    Path folder;

    private Path images = Path.of("");
    private Path labels = Path.of("");

    @BeforeEach
    void writeGoodFiles() throws IOException {
        images = Files.write(folder.resolve("images"), IMAGES);
        labels = Files.write(folder.resolve("labels"), LABELS);
    }

    private String refused() {
        return String.valueOf(assertThrows(DataException.class, () -> IdxDataset.read(images, labels))
                .getMessage());
    }

    private void assertImagesRefused(byte[] content, String message) throws IOException {
        Files.write(images, content);
        assertEquals(images + message, refused());
    }

    private static byte[] with(byte[] content, int offset, int value) {
        byte[] changed = content.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    @Test
    void missing() throws IOException {
        Files.delete(labels);
        assertEquals(labels + ": cannot be read: no such file", refused());
    }

    @Test
    void directory() throws IOException {
        Files.delete(images);
        Files.createDirectory(images);
        assertEquals(images + ": expected an IDX file of images, found a directory; name the file", refused());
    }

    @Test
    void device() {
        images = Path.of("/dev/null");
        Assumptions.assumeTrue(Files.exists(images), "this system has no /dev/null");
        assertEquals(
                images + ": expected an IDX file of images, found something that is not a regular file; name the file",
                refused());
    }

    @Test
    void notPermitted() {
        Path readable = images;
        images = DeniedFiles.deny(images);
        DataException e = assertThrows(DataException.class, () -> IdxDataset.read(images, labels));
        assertEquals(readable + ": cannot be read: permission denied", e.getMessage());
        assertInstanceOf(AccessDeniedException.class, e.getCause());
    }

    @Test
    void empty() throws IOException {
        assertImagesRefused(new byte[0], ": the file is empty; expected an IDX file of images");
    }

    @Test
    void ofAnotherFormat() throws IOException {
        assertImagesRefused(
                "5.1,3.5\n".getBytes(StandardCharsets.US_ASCII),
                ", byte 0: this is not an IDX file: expected 00 00 08, found 35 2E 31;"
                        + " name a file in the format of MNIST, plain or compressed with gzip");
        assertImagesRefused(
                IdxBytes.gzip("5.1,3.5\n".getBytes(StandardCharsets.US_ASCII)),
                ", byte 0: this is not an IDX file: expected 00 00 08, found 35 2E 31;"
                        + " name a file in the format of MNIST, plain or compressed with gzip");
    }

    @ParameterizedTest
    @CsvSource({
        "0x09,09 (signed byte)",
        "0x0B,0B (short)",
        "0x0C,0C (int)",
        "0x0D,0D (float)",
        "0x0E,0E (double)",
        "0xFF,FF (unknown)"
    })
    void ofAnotherElementType(String type, String found) throws IOException {
        assertImagesRefused(
                with(IMAGES, 2, Integer.decode(type)),
                ", byte 2: expected elements of type 08 (unsigned byte), found " + found
                        + "; convert the file to unsigned bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 255})
    void imagesOfAnotherNumberOfDimensions(int dimensions) throws IOException {
        assertImagesRefused(
                with(IMAGES, 3, dimensions),
                ", byte 3: images need 2 or 3 dimensions, found " + dimensions + "; is this the file of images?");
    }

    @Test
    void labelsOfAnotherNumberOfDimensions() {
        labels = images;
        assertEquals(labels + ", byte 3: labels need 1 dimensions, found 3; is this the file of labels?", refused());
    }

    @ParameterizedTest
    @CsvSource({"0,5,7", "3,0,7", "3,5,0", "0,0,0", "0,2147483647,2147483647"})
    void withoutElements(int count, int height, int width) throws IOException {
        assertImagesRefused(
                IdxBytes.header(count, height, width),
                ", byte 4: it holds no images: its dimensions are " + count + " x " + height + " x " + width
                        + "; every one must be at least 1");
    }

    @Test
    void cutShortAnywhere() throws IOException {
        for (int length = 1; length < IMAGES.length; length++) {
            Files.write(images, Arrays.copyOf(IMAGES, length));
            String expected = length < 16
                    ? ": the file is truncated: it ends within the header"
                    : ": the file is truncated: expected " + IMAGES.length + " bytes from its header, found " + length;
            assertEquals(images + expected + "; the file is incomplete or damaged, download it again", refused());
        }
    }

    @Test
    void compressedAndCutShortAnywhere() throws IOException {
        byte[] gzip = IdxBytes.gzip(IMAGES);
        for (int length = 2; length < gzip.length; length++) {
            Files.write(images, Arrays.copyOf(gzip, length));
            String message = refused();
            assertTrue(
                    message.startsWith(images + ": the file is truncated: ")
                            && message.endsWith("; the file is incomplete or damaged, download it again"),
                    message);
        }
    }

    @Test
    void compressedFromAFileCutShort() throws IOException {
        assertImagesRefused(
                IdxBytes.gzip(Arrays.copyOf(IMAGES, 50)),
                ": the file is truncated: expected " + IMAGES.length
                        + " uncompressed bytes from its header, found 50; the file is incomplete or damaged, download it"
                        + " again");
    }

    @Test
    void labelsCutShort() throws IOException {
        Files.write(labels, Arrays.copyOf(LABELS, LABELS.length - 1));
        assertEquals(
                labels + ": the file is truncated: expected 11 bytes from its header, found 10;"
                        + " the file is incomplete or damaged, download it again",
                refused());
    }

    @Test
    void withTrailingBytes() throws IOException {
        byte[] longer = IdxBytes.join(IMAGES, new byte[3]);
        assertImagesRefused(
                longer,
                ", byte " + IMAGES.length + ": expected the end after 3 x 35 bytes, found 3 more;"
                        + " the file is incomplete or damaged, download it again");
        assertImagesRefused(
                IdxBytes.gzip(longer),
                ", byte " + IMAGES.length + ": expected the end after 3 x 35 uncompressed bytes, found more;"
                        + " the file is incomplete or damaged, download it again");
    }

    @Test
    void compressedAndDamagedAnywhere() throws IOException {
        byte[] gzip = IdxBytes.gzip(IMAGES);
        // The bytes in between say when and where the file was compressed, and have no effect.
        int[] header = {2, 3};
        for (int offset : header) {
            Files.write(images, with(gzip, offset, gzip[offset] ^ 0xE4));
            assertTrue(refused().startsWith(images + ": "), () -> "offset " + offset);
        }
        for (int offset = 10; offset < gzip.length; offset++) {
            Files.write(images, with(gzip, offset, gzip[offset] ^ 0x55));
            String message = refused();
            assertTrue(message.startsWith(images.toString()), message);
        }
    }

    @Test
    void compressedWithAWrongSum() throws IOException {
        byte[] gzip = IdxBytes.gzip(IMAGES);
        assertImagesRefused(
                with(gzip, gzip.length - 8, ~gzip[gzip.length - 8]),
                ": its gzip compression is damaged: Corrupt GZIP trailer; the file is incomplete or damaged, download it"
                        + " again");
    }

    @Test
    void ofDifferentCounts() throws IOException {
        Files.write(labels, IdxBytes.labels(0, 1));
        assertEquals(
                labels + ": it has 2 labels, but " + images + " has 3 images; every image needs one label", refused());
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647,2147483647,1",
        "2147483647,1,2147483647",
        "2147483647,46340,46340",
        "1,1,2147483647",
        "2147483647,1,1"
    })
    void declaringFarMoreThanThereIs(int count, int height, int width) throws IOException {
        byte[] header = IdxBytes.header(count, height, width);
        Files.write(images, header);
        String message = refused();
        assertTrue(message.startsWith(images + ": the file is truncated: expected "), message);
        byte[] gzip = IdxBytes.gzip(header);
        Files.write(images, gzip);
        message = refused();
        assertEquals(
                images + ": its header declares " + (16 + (long) count * height * width)
                        + " bytes, but no gzip file of " + gzip.length
                        + " bytes can hold that many; the file is incomplete or damaged, download it again",
                message);
    }

    @ParameterizedTest
    @CsvSource({
        "-1,1,1,4294967295 x 1 x 1",
        "1,-1,-1,1 x 4294967295 x 4294967295",
        "-1,-1,-1,4294967295 x 4294967295 x 4294967295",
        "1,65536,32768,1 x 65536 x 32768",
        "2147483647,2147483647,2147483647,2147483647 x 2147483647 x 2147483647"
    })
    void declaringMoreThanCanBeCounted(int count, int height, int width, String shown) throws IOException {
        String message = ", byte 4: its dimensions, " + shown + ", are too large:"
                + " there may be at most 2147483647 samples of at most 2147483647 elements";
        byte[] header = IdxBytes.header(count, height, width);
        assertImagesRefused(header, message);
        assertImagesRefused(IdxBytes.gzip(header), message);
    }

    @Test
    void labelsDeclaringFarMoreThanThereAre() throws IOException {
        Files.write(labels, IdxBytes.header(Integer.MAX_VALUE));
        assertTrue(refused().startsWith(labels + ": the file is truncated: expected 2147483655 bytes"), this::refused);
    }

    @Test
    void declaringAsMuchAsGzipCouldHoldButHoldingLess() throws IOException {
        byte[] zeros = new byte[4_000_000];
        byte[] gzip = IdxBytes.gzip(IdxBytes.join(IdxBytes.header(3, 1, 1_333_340), zeros));
        Files.write(images, gzip);
        assertTrue(gzip.length * 1032L > 3 * 1_333_340, "the header must be plausible");
        assertEquals(
                images + ": the file is truncated: expected 4000036 uncompressed bytes from its header, found 4000016;"
                        + " the file is incomplete or damaged, download it again",
                refused());
    }

    @Test
    void largerThanTheMemory() throws IOException {
        // Off-heap memory has the same limit as the heap unless a flag says otherwise. The file is sparse.
        int width = 1 << 20;
        int count = (int) (Runtime.getRuntime().maxMemory() / width) + 100;
        try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
            file.write(IdxBytes.header(count, 1, width));
            file.setLength(16 + (long) count * width);
        }
        Files.write(labels, IdxBytes.labels(new int[count]));
        DataException e = assertThrows(DataException.class, () -> IdxDataset.read(images, labels));
        assertEquals(
                images + ": not enough memory for its " + (long) count * width + " bytes; use fewer samples, or allow"
                        + " more with -XX:MaxDirectMemorySize=<bytes> (its default is the maximum heap size)",
                e.getMessage());
        assertNotNull(e.getCause());
    }
}
