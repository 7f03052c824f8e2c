package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bench measures, on networks small enough to take no time. */
class BenchTest {
    /** Returns the fields of an object, those of objects in its arrays under the same names, one after the other. */
    private static Map<String, List<String>> fields(String text) throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    fields.computeIfAbsent(json.currentName(), _ -> new ArrayList<>())
                            .add(json.getText());
                }
            }
        }
        return fields;
    }

    private static List<String> values(Map<String, List<String>> fields, String name) {
        return fields.getOrDefault(name, List.of());
    }

    private static double number(Map<String, List<String>> fields, String name) {
        return Double.parseDouble(values(fields, name).getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "native, float32, adam, 2, 7-33-19-3, 0.2",
        "native, float64, sgd, 1, 7-5-1, 0",
        "java, float32, rmsprop, 1, 7-5-2, 0.5",
        "java, float64, momentum, 3, 130-70-3, 0",
    })
    void stepsNextToTheirProducts(
            String backend, String dtype, String optimizer, int threads, String layers, double dropout)
            throws IOException {
        Cli result = Cli.run(
                        "bench",
                        "--layers=" + layers,
                        "--batch-size=64",
                        "--dtype=" + dtype,
                        "--optimizer=" + optimizer,
                        "--threads=" + threads,
                        "--dropout=" + dropout,
                        "--backend=" + backend,
                        "--seconds=0.3",
                        "--json")
                .done();
        assertEquals(1, result.out().lines().count());
        Map<String, List<String>> fields = fields(result.out());
        assertTrue(
                fields.keySet()
                        .containsAll(Set.of(
                                "step_us_median",
                                "step_us_p10",
                                "step_us_p90",
                                "samples_per_second",
                                "gflops",
                                "products_us_median",
                                "ratio",
                                "heap_bytes_per_step",
                                "native_bytes",
                                "corename",
                                "library",
                                "threads",
                                "dtype",
                                "layers",
                                "batch_size",
                                "optimizer")),
                result.out());
        assertEquals(List.of(layers), values(fields, "layers"));
        assertEquals(List.of(dtype), values(fields, "dtype"));
        assertEquals(List.of(optimizer), values(fields, "optimizer"));
        assertEquals(threads, number(fields, "threads"));
        assertEquals(64, number(fields, "batch_size"));
        double median = number(fields, "step_us_median");
        assertTrue(0 < number(fields, "step_us_p10") && number(fields, "step_us_p10") <= median, result.out());
        assertTrue(median <= number(fields, "step_us_p90"), result.out());
        assertEquals(64e6 / median, number(fields, "samples_per_second"), 1e-6 * 64e6 / median);
        assertEquals(median / number(fields, "products_us_median"), number(fields, "ratio"), 1e-9);
        assertTrue(number(fields, "native_bytes") > 0);
        assertEquals(
                backend.equals("java"), values(fields, "corename").getFirst().equals("null"));
    }

    @Test
    void predictions() throws IOException {
        Cli result = Cli.run("bench", "--predict", "--layers=13-40-3", "--seconds=0.2", "--json")
                .done();
        Map<String, List<String>> fields = fields(result.out());
        assertEquals(List.of("1", "32", "1024"), values(fields, "batch_size"));
        for (int i = 0; i < 3; i++) {
            double median = Double.parseDouble(values(fields, "call_us_median").get(i));
            assertTrue(
                    median > 0
                            && median
                                    <= Double.parseDouble(
                                            values(fields, "call_us_p99").get(i)),
                    result.out());
        }
        assertTrue(number(fields, "weights_read_us_median") > 0);
    }

    @Test
    void saysItInWords() {
        String steps = Cli.run("bench", "--layers=5-7-2", "--batch-size=16", "--seconds=0.2")
                .done()
                .out();
        for (String word : List.of("5-7-2, float32, batches of 16, adam, 1 thread", "products", "ratio", "off it")) {
            assertTrue(steps.contains(word), steps);
        }
        String predictions = Cli.run("bench", "--predict", "--layers=5-7-2", "--seconds=0.2")
                .done()
                .out();
        assertTrue(predictions.contains("99th percentile") && predictions.contains("to read them once"), predictions);
    }
}
