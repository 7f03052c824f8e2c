package io.github.panagrad.tune;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What samplers draw. */
class SamplerTest {
    private static final int SEEDS = 20;

    private static final SearchSpace ALL = SearchSpace.of(
            HyperParameter.number("share", 0, 0.5),
            HyperParameter.logarithmic("rate", 1e-5, 1e-1),
            HyperParameter.whole("depth", 1, 4),
            HyperParameter.choice("kind", "a", "b", "c"),
            HyperParameter.number("slope", 1, 2).when(new HyperParameter.Condition("kind", List.of("b"))));

    private static List<Map<String, String>> draws(Sampler sampler, SearchSpace space, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sampler.sample(space, List.of(), RandomKey.of(7).fold(i)))
                .toList();
    }

    @Test
    void randomSearchCoversTheWholeSpaceEvenly() {
        List<Map<String, String>> draws = draws(Sampler.random(), ALL, 4000);
        assertAll(
                () -> assertEvenly(draws, "share", text -> Double.parseDouble(text) / 0.5),
                () -> assertEvenly(draws, "rate", text -> (Math.log10(Double.parseDouble(text)) + 5) / 4),
                () -> assertEvenly(draws, "depth", text -> (Double.parseDouble(text) - 0.5) / 4),
                () -> assertEvenly(draws, "kind", text -> ("abc".indexOf(text) + 0.5) / 3));
        assertEquals(
                new TreeSet<>(List.of("1", "2", "3", "4")),
                new TreeSet<>(draws.stream().map(draw -> draw.get("depth")).toList()));
    }

    /** Twelfths of the range: as many as three choices and four whole numbers divide evenly. */
    private static void assertEvenly(List<Map<String, String>> draws, String name, ToDoubleFunction<String> position) {
        Map<Long, Integer> counts = new HashMap<>();
        long cells = switch (name) {
            case "depth" -> 4;
            case "kind" -> 3;
            default -> 12;
        };
        for (Map<String, String> draw : draws) {
            double place = position.applyAsDouble(draw.get(name));
            assertTrue(place >= -1e-9 && place <= 1 + 1e-9, name + " = " + draw.get(name));
            counts.merge(Math.min(cells - 1, (long) (place * cells)), 1, Integer::sum);
        }
        double expected = (double) draws.size() / cells;
        // Five standard deviations of a count.
        double tolerance = 5 * Math.sqrt(expected);
        assertEquals(cells, counts.size(), name);
        counts.forEach((cell, count) -> assertEquals(expected, count, tolerance, name + " in cell " + cell));
    }

    @Test
    void aParameterWithAConditionIsThereIfAndOnlyIfItHolds() {
        for (Sampler sampler : List.of(Sampler.random(), Sampler.tpe())) {
            List<Sampler.Result> results = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Map<String, String> draw =
                        sampler.sample(ALL, results, RandomKey.of(3).fold(i));
                assertEquals("b".equals(draw.get("kind")), draw.containsKey("slope"), sampler + ": " + draw);
                for (HyperParameter parameter : ALL.parameters()) {
                    String value = draw.get(parameter.name());
                    assertTrue(value == null || parameter.isValue(value), parameter + ": " + value);
                }
                results.add(new Sampler.Result(draw, i % 7 == 0 ? Double.POSITIVE_INFINITY : i % 5));
            }
        }
    }

    private static double best(Sampler sampler, SearchSpace space, ToDoubleFunction<Map<String, String>> f, long seed) {
        List<Sampler.Result> results = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Map<String, String> draw =
                    sampler.sample(space, results, RandomKey.of(seed).fold(i));
            results.add(new Sampler.Result(draw, f.applyAsDouble(draw)));
        }
        return results.stream().mapToDouble(Sampler.Result::loss).min().orElseThrow();
    }

    private static void assertBetterThanRandom(SearchSpace space, ToDoubleFunction<Map<String, String>> f) {
        assertTrue(
                median(Sampler.tpe(), space, f) < 0.7 * median(Sampler.random(), space, f),
                () -> "TPE " + median(Sampler.tpe(), space, f) + ", random " + median(Sampler.random(), space, f));
    }

    private static double median(Sampler sampler, SearchSpace space, ToDoubleFunction<Map<String, String>> f) {
        double[] bests = IntStream.range(0, SEEDS)
                .mapToDouble(seed -> best(sampler, space, f, seed))
                .sorted()
                .toArray();
        return (bests[SEEDS / 2 - 1] + bests[SEEDS / 2]) / 2;
    }

    private static double number(Map<String, String> draw, String name) {
        return Double.parseDouble(draw.get(name));
    }

    @Test
    void tpeIsBetterThanRandomSearchOnABowl() {
        SearchSpace space = SearchSpace.of(
                HyperParameter.number("x", -5, 5),
                HyperParameter.number("y", -5, 5),
                HyperParameter.number("z", -5, 5));
        assertBetterThanRandom(
                space,
                draw -> Math.pow(number(draw, "x") - 1, 2)
                        + Math.pow(number(draw, "y") + 3, 2)
                        + Math.pow(number(draw, "z") - 4.5, 2));
    }

    @Test
    void tpeIsBetterThanRandomSearchOnALogarithmicScaleWithChoicesAndWholeNumbers() {
        SearchSpace space = SearchSpace.of(
                HyperParameter.logarithmic("rate", 1e-6, 1),
                HyperParameter.whole("depth", 1, 40),
                HyperParameter.choice("kind", "a", "b", "c", "d"));
        assertBetterThanRandom(
                space,
                draw -> Math.abs(Math.log10(number(draw, "rate")) + 3)
                        + Math.abs(number(draw, "depth") - 30) / 10
                        + ("c".equals(draw.get("kind")) ? 0 : 1));
    }

    @Test
    void tpeDrawsMostlyWhereResultsAreGood() {
        SearchSpace space = SearchSpace.of(HyperParameter.number("x", 0, 1), HyperParameter.choice("kind", "a", "b"));
        List<Sampler.Result> results = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double x = i / 99.0;
            String kind = i % 2 == 0 ? "a" : "b";
            results.add(new Sampler.Result(
                    Map.of("x", String.valueOf(x), "kind", kind), Math.abs(x - 0.2) + ("a".equals(kind) ? 0 : 1)));
        }
        long near = IntStream.range(0, 100)
                .mapToObj(i -> Sampler.tpe().sample(space, results, RandomKey.of(i)))
                .filter(draw -> Math.abs(number(draw, "x") - 0.2) < 0.15 && "a".equals(draw.get("kind")))
                .count();
        assertTrue(near >= 90, "only " + near + " of 100 near the best");
    }

    @Test
    void resultsThatSayNothingAboutAParameterAreNotLookedAt() {
        SearchSpace space = SearchSpace.of(HyperParameter.number("x", 0, 1));
        Sampler.Result[] others = new Sampler.Result[40];
        Arrays.setAll(others, i -> new Sampler.Result(Map.of("other", "1", "x", i % 2 == 0 ? "7" : "word"), i));
        Map<String, String> draw = Sampler.tpe().sample(space, List.of(others), RandomKey.of(1));
        assertTrue(space.parameters().getFirst().isValue(draw.getOrDefault("x", "")), draw.toString());
    }

    /** The density is a mean of truncated normals; integrated numerically it is 1, wherever the values are. */
    @Test
    void aParzenDensityIntegratesToOne() {
        HyperParameter.Range number = HyperParameter.number("x", 0, 1);
        for (List<String> values :
                List.of(List.<String>of(), List.of("0"), List.of("1", "1"), List.of("0.5"), List.of("0", "0.2", "1"))) {
            ParzenDensity density = ParzenDensity.of(number, values);
            int cells = 20_000;
            double sum = IntStream.range(0, cells)
                    .mapToDouble(i -> Math.exp(density.logAt((i + 0.5) / cells)))
                    .sum();
            assertEquals(1, sum / cells, 1e-5, values.toString());
        }
    }

    @Test
    void valuesAreReadableAndInTheRange() {
        HyperParameter.Range rate = HyperParameter.logarithmic("rate", 3e-4, 1.23456789e-2);
        assertEquals("3.0E-4", rate.at(0));
        assertEquals("0.0123456789", rate.at(1));
        for (int i = 0; i <= 1000; i++) {
            assertTrue(rate.isValue(rate.at(i / 1000.0)));
            assertEquals(i / 1000.0, rate.position(rate.at(i / 1000.0)), 1e-3);
        }
    }

    @Test
    void spacesThatMakeNoSenseAreRefused() {
        HyperParameter.Condition missing = new HyperParameter.Condition("other", List.of("a"));
        HyperParameter.Condition wrong = new HyperParameter.Condition("kind", List.of("z"));
        HyperParameter kind = HyperParameter.choice("kind", "a", "b");
        HyperParameter x = HyperParameter.number("x", 0, 1);
        assertAll(
                () -> assertRefused(() -> HyperParameter.number("x", 1, 1)),
                () -> assertRefused(() -> HyperParameter.number("x", 0, Double.NaN)),
                () -> assertRefused(() -> HyperParameter.number("x", 0, Double.POSITIVE_INFINITY)),
                () -> assertRefused(() -> HyperParameter.logarithmic("x", 0, 1)),
                () -> assertRefused(() -> new HyperParameter.Range("x", 0.5, 2, false, true, Optional.empty())),
                () -> assertRefused(() -> HyperParameter.choice("x", "a")),
                () -> assertRefused(() -> HyperParameter.choice("x", "a", "a")),
                () -> assertRefused(() -> new SearchSpace(List.of())),
                () -> assertRefused(() -> SearchSpace.of(x, x)),
                () -> assertRefused(() -> SearchSpace.of(x.when(missing), kind)),
                () -> assertRefused(() -> SearchSpace.of(kind, x.when(wrong))),
                () -> assertRefused(() -> new Tpe(0, 0.2, 5)),
                () -> assertRefused(() -> new Tpe(1, 1, 5)),
                () -> assertRefused(() -> new Asha(0, 3)),
                () -> assertRefused(() -> new Asha(1, 1)));
    }

    private static void assertRefused(Runnable made) {
        assertThrows(IllegalArgumentException.class, made::run);
    }
}
