package io.github.panagrad.table.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.tensor.RandomKey;
import java.util.Locale;
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
        RandomKey key = RandomKey.of(11);
        for (int i = 0; i < 20_000; i++) {
            double any = Double.longBitsToDouble(key.bits(i));
            if (Double.isFinite(any)) {
                requireSame(Double.toString(any));
            }
            requireSame(String.format(Locale.ROOT, "%." + key.fold(1).below(i, 9) + "f", 1e4 * key.normal(i)));
            requireSame(key.fold(2).bits(i) + "e" + (key.fold(3).below(i, 60) - 30));
        }
    }
}
