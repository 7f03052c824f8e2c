package io.github.panagrad.schema.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DressedTest {
    /** Within other characters, which must not be looked at. */
    private static @Nullable Dressed of(String text) {
        return Dressed.of(("1" + text + "2").toCharArray(), 1, 1 + text.length(), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "$1,234,567.50 | 1234567.5 | $ | - | ,",
                "-$5 | -5 | $ | - | -",
                "$ -5 | -5 | $ | - | -",
                "+5 % | 5 | - | % | -",
                "(1,000) | -1000 | - | - | ,",
                "( $5 ) | -5 | $ | - | -",
                "\u2212.5\u2030 | -0.5 | - | \u2030 | -",
                "CHF 1\u2019234 | 1234 | CHF | - | \u2019",
                "A$7 | 7 | A$ | - | -",
                "999\u202f999 EUR | 999999 | - | EUR | \u202f",
                "12 km/h | 12 | - | km/h | -",
                "12.5\u00b0C | 12.5 | - | \u00b0C | -",
                "\u00a07\u00a0 | 7 | - | - | -"
            })
    void areNumbers(
            String text,
            double value,
            @Nullable String prefix,
            @Nullable String suffix,
            @Nullable Character thousands) {
        Dressed found = found(of(text));
        assertEquals(value, found.value());
        assertEquals(prefix == null ? "" : prefix, found.prefix());
        assertEquals(suffix == null ? "" : suffix, found.suffix());
        assertEquals(thousands == null ? 0 : thousands, found.thousands());
    }

    private static Dressed found(@Nullable Dressed found) {
        return Objects.requireNonNull(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "%",
                "()",
                "(",
                "$,",
                "x7",
                "SKU 12",
                "12,34",
                "1,2345",
                "0,123",
                "1,234'567",
                ",123",
                "1.5,000",
                "1.2.3",
                "--5",
                "-(5)",
                "(-5)",
                "$-+5",
                "5+",
                "5-",
                "5 2x",
                "12:30",
                "2020-01-05",
                "5 (net)",
                "$5$6",
                "1,234,",
                "1  234",
                "abc",
                "5 thousands of them"
            })
    void areNone(String text) {
        assertNull(of(text));
    }

    @Test
    void lettersMayBeAUnit() {
        assertTrue(found(of("5 kg")).hasUnit());
        assertFalse(found(of("5 EUR")).hasUnit());
        assertFalse(found(of("5%")).hasUnit());
    }
}
