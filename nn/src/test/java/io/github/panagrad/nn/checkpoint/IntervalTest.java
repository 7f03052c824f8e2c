package io.github.panagrad.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
    @Test
    void whatCanBeSaid() {
        assertEquals(new Interval.Steps(500), Interval.parse("500"));
        assertEquals(new Interval.Time(Duration.ofSeconds(30)), Interval.parse("30s"));
        assertEquals(new Interval.Time(Duration.ofMinutes(10)), Interval.parse("10m"));
        assertEquals(new Interval.Epochs(2), Interval.parse("2epochs"));
        assertEquals(new Interval.Epochs(1), Interval.parse(" 1 epoch "));
        assertEquals(new Interval.Steps(999_999_999), Interval.parse("999999999"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "s", "1.5s", "10h", "1000000000", "99999999999999999999", "2 eons", "m10"})
    void whatCannot(String text) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Interval.parse(text))
                .getMessage());
        assertTrue(message.contains("found '" + text + "'"), message);
    }

    @Test
    void valuesOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Interval.Steps(0));
        assertThrows(IllegalArgumentException.class, () -> new Interval.Epochs(-1));
        assertThrows(IllegalArgumentException.class, () -> new Interval.Time(Duration.ZERO));
        Interval often = new Interval.Steps(1);
        assertThrows(IllegalArgumentException.class, () -> new Checkpoints(Path.of("x"), often, 0, OnFailure.STOP));
    }
}
