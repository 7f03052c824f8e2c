package io.github.panagrad.spark.estimator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ByteCodesTest {
    private static int find(ByteCodes codes, UTF8String text) {
        return codes.find(text.getBaseObject(), text.getBaseOffset(), text.numBytes());
    }

    /** Texts of all lengths, which differ in one place or in their length alone. */
    private static List<String> similar() {
        List<String> texts = new ArrayList<>();
        for (int length = 0; length <= 40; length++) {
            texts.add("a".repeat(length));
            texts.add("é".repeat(length + 1));
            texts.add("\0".repeat(length + 1));
            for (int other = 0; other < length; other++) {
                texts.add("a".repeat(other) + "b" + "a".repeat(length - other - 1));
            }
        }
        return texts;
    }

    @Test
    void knowsEachTextByItsBytes() {
        ByteCodes codes = new ByteCodes();
        Map<String, Integer> expected = new HashMap<>();
        for (String text : similar()) {
            UTF8String bytes = UTF8String.fromString(text);
            assertTrue(find(codes, bytes) < 0, text);
            expected.put(text, 7 * expected.size() - 1);
            assertEquals(expected.get(text), codes.put(bytes, expected.get(text)));
        }
        assertEquals(expected.size(), codes.size());
        expected.forEach(
                (text, code) -> assertEquals(code, codes.code(find(codes, UTF8String.fromString(text))), text));
    }

    @Test
    void findsTextsWhereverTheirBytesAre() {
        ByteCodes codes = new ByteCodes();
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            UTF8String text = UTF8String.fromBytes(bytes);
            if (find(codes, text) < 0) {
                codes.put(text, i);
            }
            int code = codes.code(find(codes, text));
            for (int shift = 1; shift <= 9; shift++) {
                byte[] shifted = new byte[shift + bytes.length];
                System.arraycopy(bytes, 0, shifted, shift, bytes.length);
                assertEquals(code, codes.code(find(codes, UTF8String.fromBytes(shifted, shift, bytes.length))));
            }
        }
    }
}
