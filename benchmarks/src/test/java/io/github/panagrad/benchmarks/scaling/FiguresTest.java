package io.github.panagrad.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    /** A line that {@code panagrad bench --json} printed, with its numbers rounded. */
    static final String LINE = """
            {"step_us_median":1650.5,"step_us_p10":1600.0,"step_us_p90":1700.25,"samples_per_second":77552.3,\
            "gflops":260.5,"products_us_median":1321.25,"products":"divided like the step","ratio":1.2492,\
            "heap_bytes_per_step":0.0,"native_bytes":1234567,"backend":"native","corename":"SkylakeX",\
            "library":"OpenBLAS 0.3.21, /usr/lib/libopenblas.so.0","threads":2,"dtype":"float32",\
            "layers":"784-512-256-10","batch_size":128,"optimizer":"adam","dropout":0.0,"l2":0.0,"reproducible":false}""";

    @Test
    void aLineOfJsonIsRead() {
        assertEquals(
                new Figures(1650.5, 1321.25, 1.2492, 77552.3, 260.5, 2, "native", "SkylakeX"), Figures.ofJson(LINE));
    }

    @Test
    void withoutOpenBlasThereIsNoCore() {
        String line = LINE.replace("\"native\"", "\"java\"").replace("\"SkylakeX\"", "null");
        assertEquals("", Figures.ofJson(line).core());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"ratio\":1.2492, | `` | ratio is missing",
                "1.2492 | \"fast\" | ratio must be a number, found 'fast'",
                "1.2492 | -1 | ratio must be a positive, finite number, found -1.0",
                "1650.5 | 0 | step_us_median must be a positive, finite number, found 0.0",
                "1650.5 | \"NaN\" | step_us_median must be a positive, finite number, found NaN",
                "1650.5 | [1] | printed something else than JSON",
                "} | `` | printed something else than JSON",
                "{ | `` | printed something else than JSON"
            })
    void anotherLineIsRefused(String text, String replacement, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Figures.ofJson(LINE.replace(text, replacement)));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    }
}
