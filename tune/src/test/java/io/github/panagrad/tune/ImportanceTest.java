package io.github.panagrad.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What parameters explain of results. */
class ImportanceTest {
    private static final SearchSpace SPACE = SearchSpace.of(
            HyperParameter.number("x", 0, 1),
            HyperParameter.choice("kind", "a", "b", "c"),
            HyperParameter.number("idle", 0, 1),
            HyperParameter.number("rare", 0, 1));

    private static double share(Map<String, Double> importance, String name) {
        return importance.getOrDefault(name, Double.NaN);
    }

    @Test
    void whatMattersIsFoundAndWhatDoesNotIsNear0() {
        Random random = new Random(4);
        List<Sampler.Result> results = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double x = random.nextDouble();
            String kind = List.of("a", "b", "c").get(random.nextInt(3));
            results.add(new Sampler.Result(
                    Map.of("x", String.valueOf(x), "kind", kind, "idle", String.valueOf(random.nextDouble())),
                    4 * x + ("b".equals(kind) ? 1 : 0)));
        }
        Map<String, Double> importance = Importance.of(SPACE, results);
        assertEquals(List.of("x", "kind", "idle"), List.copyOf(importance.keySet()));
        assertTrue(share(importance, "x") > 0.75, importance.toString());
        assertTrue(share(importance, "kind") > 0.05 && share(importance, "kind") < 0.4, importance.toString());
        assertTrue(share(importance, "idle") < 0.03, importance.toString());
        assertFalse(importance.containsKey("rare"), "nobody has tried it");
    }

    /** Worked out by hand: ranks 0 to 5 in groups {0, 1, 4} and {2, 3, 5}; SST 17.5, SSW 26 / 3 + 14 / 3. */
    @Test
    void theShareIsThatOfTheFormula() {
        SearchSpace space = SearchSpace.of(HyperParameter.choice("kind", "a", "b"));
        double[] losses = {-7, 0.1, 3, 30, 31, 1e9};
        String[] kinds = {"a", "a", "b", "b", "a", "b"};
        List<Sampler.Result> results = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            results.add(new Sampler.Result(Map.of("kind", kinds[i]), losses[i]));
        }
        double within = 26.0 / 3 + 14.0 / 3;
        assertEquals(Math.max(0, 1 - (within / 4) / (17.5 / 5)), share(Importance.of(space, results), "kind"), 1e-12);
    }

    @Test
    void equalResultsAndTooFewExplainNothing() {
        SearchSpace space = SearchSpace.of(HyperParameter.choice("kind", "a", "b"));
        Sampler.Result a = new Sampler.Result(Map.of("kind", "a"), 1);
        Sampler.Result b = new Sampler.Result(Map.of("kind", "b"), 1);
        assertEquals(0, share(Importance.of(space, List.of(a, b, a, b)), "kind"));
        assertTrue(Importance.of(space, List.of(a, b)).isEmpty(), "as many groups as trials");
        assertTrue(Importance.of(space, List.of(a, a, a)).isEmpty(), "one group");
        assertTrue(Importance.of(space, List.of()).isEmpty());
    }
}
