package io.github.panagrad.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scores against their definitions. */
class ScoresTest {
    /** The share of pairs that are in the right order; ties count half. */
    @Test
    void areaByPairs() {
        Random random = new Random(1);
        for (int trial = 0; trial < 100; trial++) {
            int rows = 2 + random.nextInt(20);
            double[][] probabilities = new double[rows][];
            List<String> truth = IntStream.range(0, rows)
                    .mapToObj(i -> i < 2 ? List.of("a", "b").get(i) : random.nextBoolean() ? "a" : "b")
                    .toList();
            for (int i = 0; i < rows; i++) {
                double p = random.nextInt(6) / 5.0;
                probabilities[i] = new double[] {1 - p, p};
            }
            double pairs = 0;
            double right = 0;
            double correct = 0;
            for (int i = 0; i < rows; i++) {
                correct += (probabilities[i][1] > 0.5 ? "b" : "a").equals(truth.get(i)) ? 1 : 0;
                for (int j = 0; j < rows; j++) {
                    if (truth.get(i).equals("b") && truth.get(j).equals("a")) {
                        pairs++;
                        right += 0.5 * (1 + Math.signum(probabilities[i][1] - probabilities[j][1]));
                    }
                }
            }
            Scores scores = Scores.ofClasses(probabilities, List.of("a", "b"), truth);
            assertEquals(right / pairs, scores.rocAuc(), 1e-12);
            assertEquals(correct / rows, scores.accuracy(), 1e-12);
        }
    }

    @Test
    void logLoss() {
        double[][] probabilities = {{0.5, 0.25, 0.25}, {0.1, 0.2, 0.7}, {0, 0.5, 0.5}};
        Scores scores = Scores.ofClasses(probabilities, List.of("x", "y", "z"), List.of("x", "z", "unknown"));
        assertEquals(-(Math.log(0.5) + Math.log(0.7) + Math.log(1e-15)) / 3, scores.logLoss(), 1e-12);
        assertEquals(2.0 / 3, scores.accuracy(), 1e-12);
        assertTrue(Double.isNaN(scores.rmse()));
    }

    @Test
    void values() {
        Scores scores = Scores.ofValues(new double[] {1, 2, 4}, new double[] {1, 3, 5});
        assertEquals(Math.sqrt(2.0 / 3), scores.rmse(), 1e-12);
        assertEquals(1 - 2.0 / 8, scores.r2(), 1e-12);
    }
}
