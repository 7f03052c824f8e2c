package io.github.panagrad.onnx.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of protobuf.dev/programming-guides/encoding, and the ends of the range. */
class MessageTest {
    private static String hex(Message message) {
        assertEquals(message.toByteArray().length, message.size());
        return HexFormat.of().formatHex(message.toByteArray());
    }

    @Test
    void numbersHaveSevenBitsAByte() {
        assertEquals("0896" + "01", hex(new Message().number(1, 150)));
        assertEquals("0800", hex(new Message().number(1, 0)));
        assertEquals("087f", hex(new Message().number(1, 127)));
        assertEquals("088001", hex(new Message().number(1, 128)));
        assertEquals("08feffffffffffffffff01", hex(new Message().number(1, -2)));
        assertEquals("08ffffffffffffffff7f", hex(new Message().number(1, Long.MAX_VALUE)));
        assertEquals("08808080808080808080" + "01", hex(new Message().number(1, Long.MIN_VALUE)));
    }

    @Test
    void fieldsAboveFifteenHaveTwoBytes() {
        assertEquals("7801", hex(new Message().number(15, 1)));
        assertEquals("800101", hex(new Message().number(16, 1)));
        assertEquals("a00107", hex(new Message().number(20, 7)));
    }

    @Test
    void textsAndMessagesHaveTheirLength() {
        assertEquals("120774657374696e67", hex(new Message().text(2, "testing")));
        assertEquals("1203e282ac", hex(new Message().text(2, "€")));
        assertEquals("1a03089601", hex(new Message().message(3, new Message().number(1, 150))));
        assertEquals("4a8080808008", hex(new Message().begin(9, 1L << 31)));
    }

    @Test
    void floatsAreLittleEndian() {
        assertEquals("150000803f", hex(new Message().real(2, 1)));
        assertEquals("15cdcccc3d", hex(new Message().real(2, 0.1f)));
    }
}
