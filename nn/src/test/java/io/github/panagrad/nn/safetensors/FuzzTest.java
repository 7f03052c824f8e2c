package io.github.panagrad.nn.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modifies a valid file at random: the result is either read, or rejected with {@link SafetensorsException}. */
class FuzzTest {
    private static final int CASES = 5_000;
    private static final String HEADER = "{\"__metadata__\":{\"format\":\"pt\",\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"none\":{\"dtype\":\"F64\",\"shape\":[0,5],\"data_offsets\":[24,24]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[24,40]}}  ";
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "3",
            "24",
            "40",
            "1e9",
            "1.5",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "18446744073709551615",
            "99999999999999999999999999999999999999999");
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "\\ud800",
            "\\u0000",
            "\"shape\":",
            "\"F32\"",
            "\"F4\"",
            "__metadata__",
            "\"w\":",
            "\0",
            "\u00e9",
            "\uD83D\uDE00");

    @TempDir
    Path folder;

    private int read;
    private int refused;

    @Test
    void changedFilesAreReadOrRefused() throws IOException {
        Random random = new Random(20250101);
        byte[] good = RawFile.of(HEADER, new byte[40]);
        Path path = folder.resolve("m.safetensors");
        for (int i = 0; i < CASES; i++) {
            byte[] changed = good;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changed = change(changed, random);
            }
            tryToRead(Files.write(path, changed), i);
        }
        assertEquals(CASES, read + refused);
        // Otherwise the changes are all of one kind, and prove nothing.
        assertTrue(read > CASES / 100 && refused > CASES / 2, "read " + read + ", refused " + refused);
    }

    @Test
    void aFileCutShortAnywhereIsRefused() throws IOException {
        byte[] good = RawFile.of(HEADER, new byte[40]);
        Path path = folder.resolve("m.safetensors");
        for (int length = 0; length < good.length; length++) {
            tryToRead(Files.write(path, Arrays.copyOf(good, length)), length);
        }
        assertEquals(good.length, refused);
        tryToRead(Files.write(path, good), good.length);
        assertEquals(1, read);
    }

    private void tryToRead(Path path, int number) throws IOException {
        long size = Files.size(path);
        try (SafetensorsFile file = SafetensorsFile.open(path);
                Arena arena = Arena.ofConfined()) {
            for (TensorEntry entry : file.tensors().values()) {
                assertTrue(entry.byteSize() >= 0 && entry.end() <= size, entry::toString);
                if (entry.dtype().equals("F32") || entry.dtype().equals("F64")) {
                    // Never more than the actual size of the file, whatever size it claims.
                    int elements = Math.toIntExact(entry.elements());
                    assertTrue(elements <= size / 4, entry::toString);
                    file.read(entry.name(), Tensor.over(arena.allocate(4L * elements), DType.F32, 1, elements));
                }
            }
            read++;
        } catch (SafetensorsException _) {
            refused++;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("case " + number + ": " + Arrays.toString(Files.readAllBytes(path)), e);
        }
    }

    private static byte[] change(byte[] bytes, Random random) {
        if (bytes.length < 9) {
            return bytes;
        }
        return switch (random.nextInt(8)) {
            case 0 -> flip(bytes, random.nextInt(bytes.length), random);
            case 1 -> flip(bytes, random.nextInt(8), random);
            case 2 -> flip(bytes, 8 + random.nextInt(bytes.length - 8), random);
            case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 4 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
            case 5 -> header(bytes, replaceNumber(header(bytes), random));
            case 6 -> header(bytes, insert(header(bytes), TOKENS.get(random.nextInt(TOKENS.size())), random));
            default -> header(bytes, cut(header(bytes), random));
        };
    }

    private static byte[] flip(byte[] bytes, int at, Random random) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
    }

    // Changes of the text adjust the length before it, so that they pass the length check.
    private static byte[] header(byte[] bytes, String header) {
        byte[] data = Arrays.copyOfRange(bytes, 8 + headerLength(bytes), bytes.length);
        return RawFile.of(header, data);
    }

    private static String header(byte[] bytes) {
        return new String(bytes, 8, headerLength(bytes), StandardCharsets.UTF_8);
    }

    private static int headerLength(byte[] bytes) {
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return Math.clamp(length, 0, bytes.length - 8);
    }

    private static String replaceNumber(String header, Random random) {
        int[] digits = IntStream.range(0, header.length())
                .filter(i -> Character.isDigit(header.charAt(i)))
                .toArray();
        if (digits.length == 0) {
            return header;
        }
        int begin = digits[random.nextInt(digits.length)];
        int end = begin;
        while (end < header.length() && Character.isDigit(header.charAt(end))) {
            end++;
        }
        return header.substring(0, begin) + NUMBERS.get(random.nextInt(NUMBERS.size())) + header.substring(end);
    }

    private static String insert(String header, String token, Random random) {
        int at = random.nextInt(header.length() + 1);
        return header.substring(0, at) + token + header.substring(at);
    }

    private static String cut(String header, Random random) {
        int begin = random.nextInt(header.length() + 1);
        int end = Math.min(header.length(), begin + random.nextInt(12));
        return header.substring(0, begin) + header.substring(end);
    }
}
