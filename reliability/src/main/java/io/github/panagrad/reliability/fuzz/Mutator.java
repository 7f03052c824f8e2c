package io.github.panagrad.reliability.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes at random: bits, pieces, numbers and words. One thread. */
final class Mutator {
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "7",
            "-0.0",
            "1e9",
            "1e308",
            "1e999",
            "NaN",
            "nan",
            "Infinity",
            "-inf",
            "2147483647",
            "2147483648",
            "-2147483649",
            "4294967296",
            "9223372036854775807",
            "18446744073709551616",
            "0x10",
            "1_000",
            "00012",
            "1,5",
            "\u2212" + "3",
            "");
    private static final List<String> WORDS = List.of(
            "\n",
            "\r\n",
            "\r",
            "\0",
            "\u202e",
            "\ufeff",
            "\u0085",
            "\"",
            "\"\"",
            "'",
            ",",
            ";",
            "\t",
            "|",
            "#",
            "\\",
            "\\u0000",
            "{",
            "}",
            "[",
            "]",
            ":",
            "null",
            "true",
            "%s",
            "${x}",
            "../",
            "=1+1",
            "\uD83D\uDE00",
            "\u001b[31m",
            "--",
            "@",
            "&a",
            "*a",
            "!!java.lang.Object",
            "<<: *a");
    private static final int LONGEST = 1 << 16;

    private final Random random;
    private final List<String> words;

    Mutator(Random random, List<String> words) {
        this.random = random;
        this.words = words;
    }

    /** Returns one of the seeds with one change, or several: more are refused for the first that matters. */
    byte[] mutate(List<byte[]> seeds) {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int changes = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(4); changes > 0; changes--) {
            bytes = change(bytes, seeds);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, List<byte[]> seeds) {
        if (bytes.length == 0) {
            return word();
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(12)) {
            case 0 -> set(bytes, at, (byte) random.nextInt(256));
            case 1 -> set(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
            // The ends of files have lengths and footers.
            case 2 ->
                set(bytes, bytes.length - 1 - random.nextInt(Math.min(bytes.length, 200)), (byte) random.nextInt(256));
            case 3 -> set(bytes, random.nextInt(Math.min(bytes.length, 64)), (byte) random.nextInt(256));
            case 4 -> splice(bytes, at, word(), 0);
            case 5 -> splice(bytes, at, new byte[0], 1 + random.nextInt(1 + random.nextInt(64)));
            case 6 -> splice(bytes, at, piece(bytes), 0);
            case 7 -> splice(bytes, at, piece(seeds.get(random.nextInt(seeds.size()))), random.nextInt(32));
            case 8, 9 -> number(bytes, at);
            case 10 -> random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at) : word(bytes, at);
            default -> random.nextInt(20) == 0 ? splice(bytes, at, run(), 0) : number(bytes, at);
        };
    }

    private byte[] word() {
        String word = random.nextInt(3) == 0 || words.isEmpty()
                ? WORDS.get(random.nextInt(WORDS.size()))
                : words.get(random.nextInt(words.size()));
        return word.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int at, byte[] inserted, int removed) {
        int rest = Math.min(bytes.length, at + removed);
        byte[] result = new byte[at + inserted.length + bytes.length - rest];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, rest, result, at + inserted.length, bytes.length - rest);
        return result;
    }

    private byte[] piece(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(256)));
    }

    /** The same byte again and again. */
    private byte[] run() {
        byte[] run = new byte[1 + random.nextInt(LONGEST)];
        Arrays.fill(run, word().length > 0 ? word()[0] : (byte) ',');
        return run;
    }

    /** Replaces the number at or after a place. */
    private byte[] number(byte[] bytes, int at) {
        int from = at;
        while (from < bytes.length && !isDigit(bytes[from])) {
            from++;
        }
        int end = from;
        while (end < bytes.length && isDigit(bytes[end])) {
            end++;
        }
        byte[] number = NUMBERS.get(random.nextInt(NUMBERS.size())).getBytes(StandardCharsets.UTF_8);
        return splice(bytes, Math.min(from, bytes.length), number, end - from);
    }

    /** Replaces the word at or after a place. */
    private byte[] word(byte[] bytes, int at) {
        int from = at;
        while (from < bytes.length && !isLetter(bytes[from])) {
            from++;
        }
        int end = from;
        while (end < bytes.length && isLetter(bytes[end])) {
            end++;
        }
        return splice(bytes, Math.min(from, bytes.length), word(), end - from);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
    }
}
