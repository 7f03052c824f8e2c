package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline is written and read back; what is not one is refused. */
class PipelineJsonTest {
    @ParameterizedTest
    @EnumSource
    void readsBackToTheSameBits(Scaling scaling) {
        ArrayTable table = MixedTables.random(707, 21, 60).strip(".\"\\").missing("?", "\u00e4\u0000");
        PipelineConfig config = PipelineConfig.defaults().withScaling(scaling).withOneHotLimit(11);
        Pipeline pipeline = Pipeline.fit(table, config);
        Pipeline read = Pipeline.fromJson(pipeline.toJson());
        assertEquals(pipeline, read);
        assertEquals(pipeline.hashCode(), read.hashCode());
        assertEquals(pipeline.toJson(), read.toJson());
        assertEquals(pipeline.describe(), read.describe());
        assertEquals(pipeline.schema(), read.schema());
        assertEquals(config, read.config());
        assertEquals(
                -1,
                pipeline.encode(table, DType.F64)
                        .features()
                        .segment()
                        .mismatch(read.encode(table, DType.F64).features().segment()));
    }

    @Test
    void valuesReadBackToTheSameBits() {
        double[] targets = new Random(2).doubles(99).toArray();
        ArrayTable table = new ArrayTable()
                .numbers("x", targets)
                .booleans(
                        "b",
                        Role.FEATURE,
                        IntStream.range(0, 99).mapToDouble(i -> i % 2).toArray())
                .numbers("y", Role.TARGET, targets);
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        assertEquals(pipeline, Pipeline.fromJson(pipeline.toJson()));
    }

    private static Pipeline small() {
        return Pipeline.fit(
                new ArrayTable()
                        .numbers("age", 20, 30, 50, Double.NaN)
                        .numbers("same", 1, 1, 1, 1)
                        .numbers("gap", 1, Double.NaN, 1, 1)
                        .texts("city", "Ulm", "Bonn", "Ulm", "Bonn")
                        .texts("street", "a", "b", "c", "c")
                        .numbers("y", Role.TARGET, 1.5, 2, 3, 4),
                PipelineConfig.defaults().withOneHotLimit(2).withMinCount(1).withScaling(Scaling.QUANTILE_NORMAL));
    }

    @Test
    void mutatedTextNeverFailsOtherwise() {
        String json = small().toJson();
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "-1",
            "1e999",
            "1e308",
            "0.5",
            "NaN",
            "\\u0000",
            "numbers",
            "embedded",
            "9007199254740993",
            "dropped",
            "\uD800",
            "classes",
            "boolean",
            "categorical",
            "ignored",
            "0"
        };
        Random random = new Random(99);
        int read = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(json);
            int mutations = 1 + random.nextInt(3);
            for (int m = 0; m < mutations; m++) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + 1 + random.nextInt(12));
                String piece = pieces[random.nextInt(pieces.length)];
                switch (random.nextInt(4)) {
                    case 0 -> text.insert(at, piece);
                    case 1 -> text.replace(at, end, piece);
                    case 2 -> text.delete(at, end);
                    default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
            try {
                Pipeline pipeline = Pipeline.fromJson(text.toString());
                assertFalse(pipeline.describe().isEmpty());
                assertEquals(pipeline, Pipeline.fromJson(pipeline.toJson()));
                read++;
            } catch (PipelineException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
        assertTrue(read > 0 && read < 1500, read + " were read");
    }

    @Test
    void eachValueReplacedByEachOtherKindIsRefusedOrRead() {
        String json = small().toJson();
        // Each value in turn becomes another kind of value.
        Matcher values = Pattern.compile("(?<=[:\\[,])(\"[^\"]*\"(?!:)|-?[0-9.E-]+|true|false)")
                .matcher(json);
        List<MatchResult> found = values.results().toList();
        assertTrue(found.size() > 80, found.size() + " values");
        for (MatchResult value : found) {
            for (String other : List.of("null", "{}", "[]", "\"\"", "-7", "1e300", "true", "[null]", "[1,\"a\"]")) {
                String changed = json.substring(0, value.start()) + other + json.substring(value.end());
                try {
                    Pipeline.fromJson(changed).describe();
                } catch (PipelineException e) {
                    assertFalse(String.valueOf(e.getMessage()).isEmpty());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{}",
                "{\"version\":2}",
                "{\"version\":1,\"version\":1}",
                "{\"version\":1.5}",
                "{\"version\":1,\"schema\":{}}"
            })
    void otherTextIsRefused(String json) {
        assertThrows(PipelineException.class, () -> Pipeline.fromJson(json));
    }

    @Test
    void whatIsUnknownMissingOrLeftOverIsNamed() {
        String json = small().toJson();
        assertFails("the pipeline: unknown fields 'more'", json.replaceFirst("\\{", "{\"more\":1,"));
        assertFails("the pipeline, config: the field 'min_count' is missing", json.replace("\"min_count\":1,", ""));
        assertFails(
                "the pipeline, columns 3: the field 'categories' should be a String, found '1.0'",
                json.replace("[\"Bonn\",\"Ulm\"]", "[\"Bonn\",1]"));
        assertFails("column 'city' has a category twice", json.replace("[\"Bonn\",\"Ulm\"]", "[\"Ulm\",\"Ulm\"]"));
        assertThrows(PipelineException.class, () -> Pipeline.fromJson(json + "{}"));
        assertThrows(PipelineException.class, () -> Pipeline.fromJson(json.substring(0, json.length() - 1)));
    }

    @Test
    void deepNestingAndHugeTextAreRefused() {
        assertThrows(PipelineException.class, () -> Pipeline.fromJson("{\"a\":".repeat(100_000)));
        assertThrows(PipelineException.class, () -> Pipeline.fromJson("{\"a\":\"" + "x".repeat(5_000_000) + "\"}"));
        assertThrows(PipelineException.class, () -> Pipeline.fromJson("{\"version\":" + "1".repeat(1000) + "}"));
    }

    private static void assertFails(String message, String json) {
        assertEquals(
                "the pipeline cannot be read: " + message,
                String.valueOf(assertThrows(PipelineException.class, () -> Pipeline.fromJson(json))
                        .getMessage()));
    }

    @Test
    void whatIsTooLargeForAModelFileFailsBeforeTraining() {
        String[] texts = IntStream.range(0, 60_000)
                .mapToObj(i -> "a rather long text, as in a column of addresses or of remarks, number " + i / 2)
                .toArray(String[]::new);
        ArrayTable table = new ArrayTable()
                .texts("remark", texts)
                .texts("address", texts)
                .numbers(
                        "y",
                        Role.TARGET,
                        IntStream.range(0, 60_000).mapToDouble(i -> i + 0.5).toArray());
        String message = String.valueOf(
                assertThrows(PipelineException.class, () -> Pipeline.fit(table, PipelineConfig.defaults()))
                        .getMessage());
        assertTrue(message.contains("raise the minimum count"), message);
    }
}
