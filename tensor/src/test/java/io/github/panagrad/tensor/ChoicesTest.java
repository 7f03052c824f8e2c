package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoicesTest {
    /** A choice with a hyper-parameter of each type. */
    public record Many(double someRate, int count, long period, boolean isFast) implements Choice {
        /** Checks the rate. */
        public Many {
            if (!(someRate > 0)) {
                throw new IllegalArgumentException("many: some-rate must be positive, found " + someRate);
            }
        }

        @Override
        public String name() {
            return isFast ? "fast" : "slow";
        }

        @Override
        public String formula() {
            return "x";
        }
    }

    /** A choice without hyper-parameters. */
    public record Bare() implements Choice {
        @Override
        public String name() {
            return "bare";
        }

        @Override
        public String formula() {
            return "y";
        }
    }

    private static final Choices<Choice> CHOICES =
            new Choices<>("thing", List.of(new Many(0.5, 3, 7, true), new Many(0.25, 1, 1, false), new Bare()));

    @Test
    void whatIsLeftOutIsAsUsual() {
        assertEquals(new Many(0.5, 3, 7, true), CHOICES.parse("fast"));
        assertEquals(new Many(2, 3, 7, true), CHOICES.parse("fast:2"));
        assertEquals(new Many(2, 3, 9, true), CHOICES.parse("fast:2,period=9"));
        assertEquals(new Many(1e-9, 1, 1, false), CHOICES.parse("slow: some-rate = 1e-9"));
        assertEquals(new Bare(), CHOICES.parse("bare"));
    }

    @Test
    void defaultsStandInForWhatIsLeftOutOnly() {
        Map<String, Number> defaults = Map.of("period", 20, "unknown", 1);
        assertEquals(new Many(0.5, 3, 20, true), CHOICES.parse("fast", defaults));
        assertEquals(new Many(0.5, 3, 21, true), CHOICES.parse("fast:period=21", defaults));
        assertEquals(new Bare(), CHOICES.parse("bare", defaults));
    }

    @Test
    void textAndChoiceAreTheSame() {
        for (Choice choice :
                List.of(new Many(Double.MIN_VALUE, -1, Long.MAX_VALUE, true), new Many(0.1, 0, 0, false), new Bare())) {
            assertEquals(choice, CHOICES.parse(CHOICES.format(choice)));
        }
        assertEquals("fast:some-rate=0.5,count=3,period=7", CHOICES.format(CHOICES.parse("fast")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "magic               | unknown thing 'magic': expected one of fast, slow, bare",
                "fast:some-rate=0    | many: some-rate must be positive, found 0.0",
                "fast:some-rate=x    | fast: some-rate: expected a number, found 'x'",
                "fast:count=2.5      | fast: count: expected a whole number, found '2.5'",
                "fast:speed=1        | fast: unknown speed; known are some-rate, count, period",
                "fast:count=1,       | fast: expected key=value, found ''",
                "fast:count=1,count=1| fast: count is given twice",
                "fast:=1             | fast: expected key=value, found '=1'",
                "bare:x=1            | bare: unknown x; it has no hyper-parameters"
            })
    void whatIsWrongIsNamed(String text, String message) {
        assertEquals(message, Refusal.of(() -> CHOICES.parse(text)));
    }
}
