package io.github.panagrad.schema.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellReaderTest {
    private static final CellReader CELLS = new CellReader(List.of("-9", "NA", "N.A.", " x "), "%.");

    /** Within other characters, which must not be looked at. */
    private static double number(String text) {
        return CELLS.number((".1" + text + "2 ").toCharArray(), 2, 2 + text.length());
    }

    private static double truth(String text) {
        return CELLS.truth((".1" + text + "2 ").toCharArray(), 2, 2 + text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "' 7 ', 7",
        "+7., 7",
        ".5, 0.5",
        "-.5, -0.5",
        "5%, 5",
        "'. 5 %.', 5",
        "1e2%, 100",
        "-9, NaN",
        "-9.00, NaN",
        "-9%, NaN",
        "-90e-1, NaN",
        "'', NaN",
        "'  ', NaN",
        "'.%', NaN",
        "NA, NaN",
        "'NA. ', NaN",
        "N.A, NaN",
        "x, NaN",
        "9, 9",
        "seven, Infinity",
        "1e999, Infinity",
        "inf, Infinity",
        "\u30007, Infinity",
        "0x1p3, Infinity",
        "1d, Infinity"
    })
    void numbers(String text, double expected) {
        assertEquals(expected, number(text));
    }

    @ParameterizedTest
    @CsvSource({
        "true, 1",
        "' YES.', 1",
        "f, 0",
        "0, 0",
        "-0, 0",
        "1.0, 1",
        "1%, 1",
        "NA, NaN",
        "-9.0, NaN",
        "'', NaN",
        "2, Infinity",
        "maybe, Infinity",
        "inf, Infinity"
    })
    void truthValues(String text, double expected) {
        assertEquals(expected, truth(text));
    }

    @Test
    void aMarkGoesBeforeAWord() {
        assertEquals(Double.NaN, new CellReader(List.of("no"), "").truth("no".toCharArray(), 0, 2));
    }

    @Test
    void numbersThatAreRead() {
        assertEquals(Double.NaN, CELLS.number(-9));
        assertEquals(Double.NaN, CELLS.number(Double.NaN));
        assertEquals(-8.5, CELLS.number(-8.5));
        assertEquals(Double.NEGATIVE_INFINITY, CELLS.number(Double.NEGATIVE_INFINITY));
        assertEquals(Double.NaN, CELLS.truth(-9));
        assertEquals(0.0, CELLS.truth(-0.0));
        assertEquals(Double.POSITIVE_INFINITY, CELLS.truth(0.5));
    }

    @Test
    void categories() {
        assertEquals("red", CELLS.category(" .red% "));
        assertEquals("\u3000red", CELLS.category("\u3000red"));
        assertEquals(null, CELLS.category(" N.A."));
        assertEquals(null, CELLS.category("%"));
        assertEquals("-9.0", CELLS.category("-9.0"));
    }

    @Test
    void problemsAreToldApart() {
        assertEquals(CellReader.Problem.TOO_LARGE, CELLS.problem(" -1e999%"));
        assertEquals(CellReader.Problem.INFINITE, CELLS.problem("-Infinity."));
        assertEquals(CellReader.Problem.NO_NUMBER, CELLS.problem("1,5"));
        assertEquals(
                "expected a finite number, found '1e999', which is too large",
                CellReader.Problem.TOO_LARGE.message("1e999"));
    }

    @Test
    void textsOfNumbers() {
        assertEquals("5", NumberTexts.of(5.0));
        assertEquals("0", NumberTexts.of(-0.0));
        assertEquals("0.1", NumberTexts.of(0.1f));
        assertEquals("0.10000000149011612", NumberTexts.of((double) 0.1f));
        assertEquals("1.0E15", NumberTexts.of(1e15));
        assertEquals("0.1", NumberTexts.of((Number) 0.1f));
        assertEquals("9007199254740993", NumberTexts.of((Number) 9007199254740993L));
        assertEquals("18446744073709551616", NumberTexts.of(BigInteger.TWO.pow(64)));
        assertEquals("7.5", NumberTexts.of(new BigDecimal("7.50")));
        assertEquals("7", NumberTexts.of(new BigDecimal("7.00")));
    }
}
