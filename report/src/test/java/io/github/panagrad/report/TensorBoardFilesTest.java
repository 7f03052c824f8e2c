package io.github.panagrad.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardFilesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L, 250_000_000);

    @TempDir
    Path folder;

    /** CRC-32C bit by bit, by its definition (RFC 3720, B.4), so that it shares nothing with what it checks. */
    private static int crc(byte[] bytes, int from, int length) {
        int crc = ~0;
        for (int i = from; i < from + length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }
        return ~crc;
    }

    private static long masked(int crc) {
        long unsigned = Integer.toUnsignedLong(crc);
        return (((unsigned >>> 15) | (unsigned << 17)) + 0xA282EAD8L) & 0xFFFFFFFFL;
    }

    private static List<byte[]> records(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            int start = in.position();
            int length = Math.toIntExact(in.getLong());
            assertEquals(masked(crc(bytes, start, 8)), Integer.toUnsignedLong(in.getInt()), "check sum of the length");
            byte[] record = new byte[length];
            in.get(record);
            assertEquals(masked(crc(record, 0, length)), Integer.toUnsignedLong(in.getInt()), "check sum of the data");
            records.add(record);
        }
        return records;
    }

    /** Returns the fields of a message by their numbers. */
    private static Map<Integer, List<Object>> fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new TreeMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) (key & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 2 -> {
                    byte[] part = new byte[(int) varint(in)];
                    in.get(part);
                    yield part;
                }
                case 5 -> in.getFloat();
                default -> throw new AssertionError("wire type " + (key & 7));
            };
            fields.computeIfAbsent((int) (key >>> 3), _ -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static Object one(Map<Integer, List<Object>> fields, int number) {
        List<Object> values = fields.getOrDefault(number, List.of());
        assertEquals(1, values.size(), "values of field " + number);
        return values.getFirst();
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    @Test
    void scalarsComeBackAsTheyWereWritten() throws IOException {
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("loss/training", 0.1);
        scalars.put("Verlust/gültig", Double.NaN);
        scalars.put("x".repeat(300), -1e300);
        scalars.put("a\u202E\nb", 1.0);
        Path file;
        try (TensorBoardFiles board = TensorBoardFiles.create(folder.resolve("a/b"), 1, NOW)) {
            file = board.file();
            board.scalars(7_000_000_000L, NOW.plusMillis(1500), scalars);
            // It is there before the file is closed, because a killed process closes nothing.
            assertEquals(3, records(file).size());
            board.scalars(7_000_000_001L, NOW, Map.of());
        }
        assertTrue(file.getFileName().toString().startsWith("events.out.tfevents.1700000000."), file.toString());

        List<byte[]> records = records(file);
        assertEquals(4, records.size());
        assertEquals("brain.Event:2", text(one(fields(records.get(0)), 3)));
        assertEquals(1_700_000_000.25, one(fields(records.get(0)), 1));

        Map<Integer, List<Object>> event = fields(records.get(2));
        assertEquals(1_700_000_001.75, one(event, 1));
        assertEquals(7_000_000_000L, one(event, 2));
        Map<String, Object> found = new LinkedHashMap<>();
        for (Object value : fields((byte[]) one(event, 5)).getOrDefault(1, List.of())) {
            Map<Integer, List<Object>> summary = fields((byte[]) value);
            found.put(text(one(summary, 1)), one(summary, 2));
        }
        List<String> tags = List.of("loss/training", "Verlust/gültig", "x".repeat(300), "a\\u202e\\u000ab");
        assertEquals(tags, List.copyOf(found.keySet()));
        assertEquals(List.of(0.1f, Float.NaN, Float.NEGATIVE_INFINITY, 1f), List.copyOf(found.values()));
    }

    @Test
    void aResumedRunHasItsOwnFileAndSaysWhereItBegins() throws IOException {
        Path first;
        Path second;
        try (TensorBoardFiles board = TensorBoardFiles.create(folder, 1, NOW)) {
            first = board.file();
        }
        byte[] before = Files.readAllBytes(first);
        try (TensorBoardFiles board = TensorBoardFiles.create(folder, 31, NOW)) {
            second = board.file();
        }
        assertNotEquals(first, second);
        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(first)));
        // TensorBoard takes the second such event for the first restart, so the first file must have one.
        requireStart(first, 1);
        requireStart(second, 31);
    }

    private static void requireStart(Path file, long step) throws IOException {
        Map<Integer, List<Object>> start = fields(records(file).get(1));
        assertEquals(step, one(start, 2));
        assertEquals(1L, one(fields((byte[]) one(start, 7)), 1), "SessionLog.START");
    }

    @Test
    void aFileInTheWayIsAClearError() throws IOException {
        Path file = Files.writeString(folder.resolve("board"), "mine");
        IOException failure = assertThrows(IOException.class, () -> TensorBoardFiles.create(file, 1, NOW));
        assertEquals(
                "cannot write TensorBoard events to " + file + ": it is a file; choose another directory",
                failure.getMessage());
    }
}
