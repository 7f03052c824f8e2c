package io.github.panagrad.schema.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    private static double parse(String text) {
        String padded = "9" + text + "9";
        return Decimals.parse(padded.toCharArray(), 1, text.length());
    }

    private static void requireSame(String text) {
        assertEquals(
                Double.doubleToRawLongBits(Double.parseDouble(text)), Double.doubleToRawLongBits(parse(text)), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+1",
                "1.",
                ".5",
                "-.5e1",
                "1e22",
                "1e23",
                "1e-22",
                "1e-23",
                "9007199254740992",
                "9007199254740993",
                "123456789012345678901234567890",
                "0.000000000000000000000000000001",
                "1e308",
                "1.7976931348623157e308",
                "4.9e-324",
                "1e-400",
                "1e400",
                "-1e400",
                "1e99999999999",
                "1e-99999999999",
                "  12.5 ",
                "\t3",
                "2.2250738585072011e-308",
                "00000000000000000000000000000000001.5",
                "1E5"
            })
    void agreesWithTheJdk(String text) {
        requireSame(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e5.5",
                "1.2.3",
                "--1",
                "1d",
                "1f",
                "0x10",
                "NaN",
                "nan",
                "Infinity",
                "1 2",
                "1_000",
                "\u0661",
                "1,5"
            })
    void refusesWhatIsNoDecimalNumber(String text) {
        assertEquals(Double.NaN, parse(text));
    }

    @Test
    void agreesWithTheJdkOnManyNumbers() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                requireSame(Double.toString(any));
            }
            requireSame(Double.toString(1e4 * random.nextGaussian()));
            requireSame(String.format(Locale.ROOT, "%." + random.nextInt(9) + "f", 1e4 * random.nextGaussian()));
            requireSame(random.nextLong() + "e" + (random.nextInt(160) - 80));
        }
    }

    @Test
    void agreesWithTheJdkInTheMiddleOfTwoDoubles() {
        Random random = new Random(12);
        for (int i = 0; i < 2000; i++) {
            double low = Math.abs(random.nextGaussian()) * Math.scalb(1.0, random.nextInt(300) - 150);
            BigDecimal middle =
                    new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
            for (int digits = 17; digits <= 19; digits++) {
                BigDecimal near = middle.round(new MathContext(digits));
                requireSame(near.toString());
                requireSame(near.add(near.ulp()).toString());
            }
            long whole = (1L << 53) + 2 * random.nextLong(1L << 52) + 1;
            requireSame(String.valueOf(whole));
            requireSame(whole + ".0");
        }
    }
}
