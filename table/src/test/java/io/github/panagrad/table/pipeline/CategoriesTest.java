package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Embedding;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What text becomes. */
class CategoriesTest {
    private static ArrayTable table(@Nullable String... texts) {
        return new ArrayTable()
                .texts("c", texts)
                .numbers(
                        "y",
                        Role.TARGET,
                        IntStream.range(0, texts.length)
                                .mapToDouble(i -> i + 0.5)
                                .toArray());
    }

    private static double[][] encoded(Pipeline pipeline, DType dtype, @Nullable String... texts) {
        Rows rows = pipeline.encodeFeatures(table(texts), null, dtype, EncodedStorage.memory());
        return IntStream.range(0, rows.count())
                .mapToObj(r -> IntStream.range(0, rows.columns())
                        .mapToDouble(c -> rows.get(r, c))
                        .toArray())
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @EnumSource
    void fewCategoriesAreOneHotInTheOrderOfTheirTexts(DType dtype) {
        Pipeline pipeline = Pipeline.fit(table("b", "a", "b", "a", "c", "c"), PipelineConfig.defaults());
        assertEquals(List.of("c=a", "c=b", "c=c"), pipeline.inputs());
        // What was not seen, and what is missing, has no place if training rows had nothing like it.
        assertArrayEquals(
                new double[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 0}, {0, 0, 0}},
                encoded(pipeline, dtype, "c", "a", "b", "new", null));
        assertTrue(pipeline.embeddings().isEmpty());
    }

    @Test
    void rareTextsShareAPlaceWithUnseenOnesAndMissingHasItsOwn() {
        Pipeline pipeline = Pipeline.fit(table("a", "a", "b", "b", "r", "s", null, null), PipelineConfig.defaults());
        assertEquals(List.of("c=a", "c=b", "c other", "c missing"), pipeline.inputs());
        assertArrayEquals(
                new double[][] {{1, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}},
                encoded(pipeline, DType.F64, "a", "r", "new", null));
        assertEquals(
                "c: one-hot of 4: 2 categories, the others (2 rare), 2 missing",
                pipeline.describe().getFirst());
    }

    @Test
    void whatIsRarelyMissingIsAmongTheOthers() {
        Pipeline pipeline = Pipeline.fit(table("a", "a", "b", "b", null), PipelineConfig.defaults());
        assertEquals(List.of("c=a", "c=b", "c other"), pipeline.inputs());
        assertArrayEquals(new double[][] {{0, 0, 1}, {0, 0, 1}}, encoded(pipeline, DType.F64, null, "new"));
    }

    @Test
    void everyTextIsACategoryIfAskedFor() {
        Pipeline pipeline =
                Pipeline.fit(table("a", "b", null), PipelineConfig.defaults().withMinCount(1));
        assertEquals(List.of("c=a", "c=b", "c missing"), pipeline.inputs());
    }

    @Test
    void manyCategoriesAreEmbeddedAndTheRarestTeachesTheUnseen() {
        @Nullable String[] texts = {"d", "c", "b", "a", "d", "c", "b", "a", "d", "c", null, null};
        PipelineConfig config = PipelineConfig.defaults().withOneHotLimit(3);
        Pipeline pipeline = Pipeline.fit(table(texts), config);
        // a and b are equally rare; the last of them in order is pooled: a, c, d are 0 to 2, others 3, missing 4.
        assertEquals(
                List.of("a", "c", "d"),
                ((FittedColumn.Embedded) pipeline.columns().getFirst()).categories());
        assertEquals(List.of(new Embedding(0, 5, FittedColumn.Embedded.dimensionFor(5))), pipeline.embeddings());
        assertArrayEquals(
                new double[][] {{0}, {3}, {1}, {2}, {3}, {4}},
                encoded(pipeline, DType.F32, "a", "b", "c", "d", "new", null));
    }

    @Test
    void theLimitIsOfPlaces() {
        ArrayTable table = table("a", "a", "b", "b", null, null);
        assertInstanceOf(
                FittedColumn.OneHot.class,
                Pipeline.fit(table, PipelineConfig.defaults().withOneHotLimit(3))
                        .columns()
                        .getFirst());
        assertInstanceOf(
                FittedColumn.Embedded.class,
                Pipeline.fit(table, PipelineConfig.defaults().withOneHotLimit(2))
                        .columns()
                        .getFirst());
    }

    @ParameterizedTest
    // round(1.6 n^0.56), worked with a calculator.
    @CsvSource({"1, 2", "2, 2", "42, 13", "100, 21", "450, 49", "480, 50", "100000, 50"})
    void embeddingsGrowWithTheNumberOfPlaces(int places, int dimension) {
        assertEquals(dimension, FittedColumn.Embedded.dimensionFor(places));
    }

    @Test
    void textIsOrderedByCodePoints() {
        // U+FF5E is before U+1F600, whose UTF-16 begins with U+D83D.
        Pipeline pipeline =
                Pipeline.fit(table("\uD83D\uDE00", "\uFF5E", "\uD83D\uDE00", "\uFF5E"), PipelineConfig.defaults());
        assertEquals(List.of("c=\uFF5E", "c=\uD83D\uDE00"), pipeline.inputs());
    }

    @Test
    void aHundredThousandCategoriesHaveDifferentPlaces() {
        int count = 100_000;
        String[] texts = IntStream.range(0, 2 * count)
                .mapToObj(i -> "customer-" + i % count)
                .toArray(String[]::new);
        Pipeline pipeline = Pipeline.fit(table(texts), PipelineConfig.defaults());
        assertEquals(count, pipeline.embeddings().getFirst().categories());
        double[][] rows = encoded(pipeline, DType.F32, Arrays.copyOf(texts, count));
        Set<Double> places = new HashSet<>();
        for (double[] row : rows) {
            places.add(row[0]);
        }
        assertEquals(count, places.size());
        assertEquals(pipeline, Pipeline.fromJson(pipeline.toJson()));
    }
}
