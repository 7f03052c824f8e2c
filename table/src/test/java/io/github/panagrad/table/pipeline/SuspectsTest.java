package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.schema.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that give the target away are found, and no others. */
class SuspectsTest {
    private static final PipelineConfig CONFIG = PipelineConfig.defaults();

    private final Random random = new Random(5);

    private double[] numbers(int rows, IntToDoubleFunction value) {
        return IntStream.range(0, rows).mapToDouble(value).toArray();
    }

    private static @Nullable String[] texts(int rows, IntFunction<@Nullable String> value) {
        @Nullable String[] texts = new @Nullable String[rows];
        Arrays.setAll(texts, value);
        return texts;
    }

    /** Holds back a row of five. */
    private static List<String> suspects(ArrayTable table) {
        int[] training =
                IntStream.range(0, table.rows()).filter(r -> r % 5 != 3).toArray();
        int[] held = IntStream.range(0, table.rows()).filter(r -> r % 5 == 3).toArray();
        return Pipeline.fit(table, training, CONFIG).suspects(table, training, table, held).stream()
                .map(Suspect::column)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1500, 12_007})
    void whatGivesClassesAwayIsFound(int rows) {
        double[] latent = numbers(rows, r -> random.nextGaussian());
        boolean[] ill = new boolean[rows];
        for (int r = 0; r < rows; r++) {
            ill[r] = latent[r] + random.nextGaussian() > 0.8;
        }
        int[] sorted = IntStream.range(0, rows)
                .boxed()
                .sorted((a, b) -> Boolean.compare(ill[a], ill[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] rank = new double[rows];
        for (int i = 0; i < rows; i++) {
            rank[sorted[i]] = i * 3 + 0.5;
        }
        ArrayTable table = new ArrayTable()
                .numbers("latent", latent)
                .numbers("noise", numbers(rows, r -> random.nextDouble()))
                .numbers("copy", numbers(rows, r -> ill[r] ? 1 : 0))
                .numbers("noisy", numbers(rows, r -> (ill[r] ? 5 : 0) + 0.3 * random.nextGaussian()))
                .numbers("rank", rank)
                .numbers("after", numbers(rows, r -> ill[r] ? random.nextInt(30) : Double.NaN))
                .texts(
                        "ward",
                        texts(rows, r -> ill[r] ? "ward " + random.nextInt(4) : random.nextInt(9) == 0 ? "x" : null))
                .texts("town", texts(rows, r -> "town " + random.nextInt(6)))
                .texts("name", texts(rows, r -> "name " + r))
                .texts("y", Role.TARGET, texts(rows, r -> ill[r] ? "ill" : "well"));
        assertEquals(List.of("copy", "noisy", "rank", "after", "ward"), suspects(table));
    }

    @ParameterizedTest
    @ValueSource(ints = {1200, 2000, 12_007})
    void whatGivesValuesAwayIsFound(int rows) {
        double[] latent = numbers(rows, r -> random.nextGaussian());
        double[] y = numbers(rows, r -> Math.exp(1.2 * (latent[r] + 0.4 * random.nextGaussian())));
        ArrayTable table = new ArrayTable()
                .numbers("latent", latent)
                .numbers("noise", numbers(rows, r -> random.nextDouble()))
                .numbers("copy", y.clone())
                .numbers("taxed", numbers(rows, r -> -1.19 * y[r] + 0.01 * random.nextGaussian()))
                .numbers("log", numbers(rows, r -> Math.log(y[r])))
                .numbers("near", numbers(rows, r -> y[r] * (1 + 0.4 * random.nextGaussian())))
                .texts("town", texts(rows, r -> "town " + random.nextInt(6)))
                .numbers("y", Role.TARGET, y);
        assertEquals(List.of("copy", "taxed", "log"), suspects(table));
    }

    /** Good columns that are wrong in a few cases of a hundred, and those of a few rows, are no suspects. */
    @Test
    void goodColumnsAreNone() {
        for (int seed = 0; seed < 60; seed++) {
            random.setSeed(seed);
            int rows = 60 + 40 * seed;
            int classes = 2 + seed % 4;
            int[] label = random.ints(rows, 0, classes).toArray();
            ArrayTable table = new ArrayTable()
                    .numbers("good", numbers(rows, r -> label[r] + 0.3 * random.nextGaussian()))
                    .texts(
                            "often",
                            texts(rows, r -> "t" + (random.nextInt(8) == 0 ? random.nextInt(classes) : label[r])))
                    .numbers("noise", numbers(rows, r -> random.nextDouble()))
                    .texts("y", Role.TARGET, texts(rows, r -> "class " + label[r]));
            assertEquals(List.of(), suspects(table), "seed " + seed);
        }
    }

    @Test
    void otherTablesMayHoldTheRowsHeldBack() {
        ArrayTable training = new ArrayTable()
                .texts("flag", texts(100, r -> r % 3 == 0 ? "b" : "a"))
                .texts("y", Role.TARGET, texts(100, r -> r % 3 == 0 ? "yes" : "no"));
        ArrayTable held = new ArrayTable()
                .texts("y", Role.TARGET, texts(40, r -> r % 2 == 0 ? "yes" : "no"))
                .texts("flag", texts(40, r -> r % 2 == 0 ? "b" : "a"));
        Pipeline pipeline = Pipeline.fit(training, CONFIG);
        int[] all = IntStream.range(0, 100).toArray();
        List<Suspect> found =
                pipeline.suspects(training, all, held, IntStream.range(0, 40).toArray());
        assertEquals(List.of(new Suspect("flag", true, 1, 0.5, 40)), found);
        assertTrue(pipeline.suspects(training, all, held, new int[] {3}).isEmpty());
    }
}
