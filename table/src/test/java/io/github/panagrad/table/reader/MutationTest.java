package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with random damage are read, or refused with a message; nothing else happens, and no file is left. */
class MutationTest {
    /** Parquet files take ten times longer than CSV files. */
    private static final int CSV_FILES = 2000;

    private static final int PARQUET_FILES = Integer.getInteger("panagrad.test.parquet.mutations", 600);
    private static final String ODD = ",;\t|\"'\n\r \0.-eE019xé";

    @TempDir
    Path folder;

    private final Random random = new Random(42);

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                MutationTest.class.getResourceAsStream("/io/github/panagrad/table/parquet/" + name + ".parquet"))) {
            return stream.readAllBytes();
        }
    }

    private byte[] mutated(byte[] original, int tailBytes) {
        byte[] bytes = original.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            // Half of the damage goes to the end, where Parquet has its footer.
            int at = random.nextBoolean() || bytes.length <= tailBytes
                    ? random.nextInt(bytes.length)
                    : bytes.length - 1 - random.nextInt(tailBytes);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) ODD.charAt(random.nextInt(ODD.length()));
                case 3 -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(20), bytes.length - Math.max(at, from));
                    System.arraycopy(original, from, bytes, at, Math.max(0, Math.min(length, original.length - from)));
                }
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, Math.max(1, at)) : bytes;
            }
        }
        return bytes;
    }

    private boolean isRead(Path file, ReadOptions options) {
        return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (StoredTable table = TableReader.read(List.of(file), options)) {
                assertTrue(table.rows() > 0);
                return true;
            } catch (TableException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.length() > 20 && !message.contains("Exception"), message);
                assertEquals(1, message.lines().count(), message);
                return false;
            }
        });
    }

    private void requireOneFileLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void csv() throws IOException {
        StringBuilder text = new StringBuilder("id,name,score,member,\"the class\"\n");
        for (int r = 0; r < 60; r++) {
            text.append(r)
                    .append(",\"n, ")
                    .append(r % 7)
                    .append("\",")
                    .append(r / 3.0)
                    .append(r % 2 == 0 ? ",yes," : ",no,");
            text.append(r % 5 == 0 ? "?" : "k" + r % 3).append("\r\n");
        }
        byte[] original = text.toString().getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < CSV_FILES; i++) {
            Path file = Files.write(folder.resolve("m.csv"), mutated(original, 300));
            Storage storage = i % 2 == 0 ? Storage.memory() : Storage.file(folder);
            read += isRead(file, ReadOptions.defaults().withStorage(storage)) ? 1 : 0;
        }
        requireOneFileLeft();
        int whole = read;
        assertTrue(read > CSV_FILES / 10 && read < CSV_FILES * 9 / 10, () -> whole + " were read");
    }

    @Test
    void parquet() throws IOException {
        List<byte[]> originals = List.of(
                resource("types-snappy"), resource("types-zstd"), resource("types-uncompressed"), resource("groups"));
        int read = 0;
        for (int i = 0; i < PARQUET_FILES; i++) {
            Path file = Files.write(folder.resolve("m.parquet"), mutated(originals.get(i % 4), 1500));
            read += isRead(file, ReadOptions.defaults()) ? 1 : 0;
        }
        requireOneFileLeft();
        int whole = read;
        assertTrue(read > PARQUET_FILES / 20 && read < PARQUET_FILES * 9 / 10, () -> whole + " were read");
    }
}
