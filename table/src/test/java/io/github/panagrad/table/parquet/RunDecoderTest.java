package io.github.panagrad.table.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in runs of both kinds, of every width, decoded in parts of any size, are those that were encoded. */
class RunDecoderTest {
    private final Random random = new Random(3);

    private int number(int width) {
        return width == 0 ? 0 : random.nextInt() >>> (Integer.SIZE - width);
    }

    private static void header(ByteArrayOutputStream bytes, long header) {
        long rest = header;
        for (; rest > 0x7f; rest >>>= 7) {
            bytes.write((int) rest | 0x80);
        }
        bytes.write((int) rest);
    }

    /** A number's bytes, or those of packed numbers as one number, the least significant byte first. */
    private static void write(ByteArrayOutputStream bytes, BigInteger number, int size) {
        byte[] big = number.toByteArray();
        for (int i = 0; i < size; i++) {
            bytes.write(i < big.length ? big[big.length - 1 - i] : 0);
        }
    }

    private void repeated(ByteArrayOutputStream bytes, int width, List<Integer> into) {
        int count = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(300);
        int value = number(width);
        header(bytes, (long) count << 1);
        write(bytes, BigInteger.valueOf(Integer.toUnsignedLong(value)), (width + 7) / 8);
        for (int i = 0; i < count; i++) {
            into.add(value);
        }
    }

    private void packed(ByteArrayOutputStream bytes, int width, List<Integer> into) {
        int groups = 1 + random.nextInt(20);
        header(bytes, (long) groups << 1 | 1);
        BigInteger all = BigInteger.ZERO;
        for (int i = 0; i < 8 * groups; i++) {
            int value = number(width);
            all = all.or(BigInteger.valueOf(Integer.toUnsignedLong(value)).shiftLeft(i * width));
            into.add(value);
        }
        write(bytes, all, groups * width);
    }

    @Test
    void runsOfBothKinds() {
        for (int i = 0; i < 500; i++) {
            int width = i % 33;
            int before = random.nextInt(10);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(new byte[before]);
            List<Integer> expected = new ArrayList<>();
            for (int run = 1 + random.nextInt(8); run > 0; run--) {
                if (random.nextBoolean()) {
                    repeated(bytes, width, expected);
                } else {
                    packed(bytes, width, expected);
                }
            }
            int end = bytes.size();
            RunDecoder decoder = new RunDecoder();
            decoder.begin(Arrays.copyOf(bytes.toByteArray(), end + RunDecoder.PADDING), before, end, width);
            List<Integer> found = new ArrayList<>();
            int[] part = new int[400];
            while (found.size() < expected.size()) {
                int count = Math.min(1 + random.nextInt(part.length), expected.size() - found.size());
                int next = expected.get(found.size());
                if (random.nextBoolean() && decoder.skip(count, next)) {
                    for (int k = 0; k < count; k++) {
                        found.add(next);
                    }
                } else {
                    decoder.read(part, count);
                    Arrays.stream(part, 0, count).forEach(found::add);
                }
            }
            assertEquals(expected, found, () -> "width " + width);
            if (width > 0) {
                assertThrows(DamagedPageException.class, () -> decoder.read(part, 8));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Nothing, no end of a header, a header that is too long, no value, too few packed numbers, too many bits.
        "'', 3, runs end too early",
        "'80', 3, runs end too early",
        "'808080808080', 3, a run is too long",
        "'10', 3, a run has no value",
        "'0300', 9, runs end too early",
        "'1001', 33, numbers have 33 bits",
    })
    void damagedRuns(String hex, int width, String problem) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        RunDecoder decoder = new RunDecoder();
        DamagedPageException thrown = assertThrows(DamagedPageException.class, () -> {
            decoder.begin(Arrays.copyOf(bytes, bytes.length + RunDecoder.PADDING), 0, bytes.length, width);
            decoder.read(new int[8], 8);
        });
        assertEquals(problem, thrown.getMessage());
    }
}
