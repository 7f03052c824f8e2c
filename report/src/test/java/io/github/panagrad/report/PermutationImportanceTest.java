package io.github.panagrad.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.metrics.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PermutationImportanceTest {
    private static final int ROWS = 503;

    /** The mean squared error. */
    private static final Metric SQUARES = new Metric() {
        @Override
        public String name() {
            return "mse";
        }

        @Override
        public boolean isHigherBetter() {
            return false;
        }

        @Override
        public double of(double[][] predictions, Dataset data) {
            double sum = 0;
            for (int i = 0; i < predictions.length; i++) {
                double error = predictions[i][0] - ((Targets.Values) data.targets()).value(data.row(i), 0);
                sum += error * error;
            }
            return sum / predictions.length;
        }
    };

    private static final Metric NEGATED = new Metric() {
        @Override
        public String name() {
            return "negated";
        }

        @Override
        public boolean isHigherBetter() {
            return true;
        }

        @Override
        public double of(double[][] predictions, Dataset data) {
            return -SQUARES.of(predictions, data);
        }
    };

    private static Map<String, int[]> groups() {
        Map<String, int[]> groups = new LinkedHashMap<>();
        groups.put("strong", new int[] {0});
        groups.put("weak", new int[] {1});
        groups.put("category", new int[] {2, 3});
        groups.put("unused", new int[] {4});
        return groups;
    }

    /** y = 3 a + b + 2 [category], with normal a and b. */
    private static Dataset data() {
        Random random = new Random(5);
        double[][] features = new double[ROWS][5];
        double[][] targets = new double[ROWS][1];
        for (int i = 0; i < ROWS; i++) {
            int category = random.nextInt(2);
            features[i] = new double[] {
                random.nextGaussian(), random.nextGaussian(), category, 1 - category, random.nextGaussian()
            };
            targets[i][0] = model(features[i]);
        }
        return Dataset.of(features, targets);
    }

    private static double model(double[] row) {
        assertEquals(1, row[2] + row[3], "the columns of a category are shuffled together");
        return 3 * row[0] + row[1] + 2 * row[2];
    }

    private static double[][] predict(double[][] rows) {
        double[][] predictions = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            predictions[i] = new double[] {model(rows[i])};
        }
        return predictions;
    }

    private static List<Double> drops(ImportanceTable table) {
        return table.columns().stream().map(ImportanceTable.Column::meanDrop).toList();
    }

    @Test
    void theDropsAreThoseOfTheory() {
        ImportanceTable table = new PermutationImportance(40, 3, ROWS)
                .of(PermutationImportanceTest::predict, data(), groups(), SQUARES);
        assertEquals(0, table.baseline());
        assertEquals(ROWS, table.rows());
        // Shuffling x in c x adds 2 c^2 var(x) to the squared error, and a fair category has variance 1/4.
        double[] expected = {18, 2, 2, 0};
        for (int k = 0; k < expected.length; k++) {
            ImportanceTable.Column column = table.columns().get(k);
            assertEquals(expected[k], column.meanDrop(), 0.15 * expected[k], column.name());
            assertTrue(column.deviation() <= 0.2 * expected[k], column.toString());
        }
    }

    @Test
    void whetherLargerIsBetterDoesNotMatter() {
        PermutationImportance importance = PermutationImportance.seeded(11);
        assertEquals(
                drops(importance.of(PermutationImportanceTest::predict, data(), groups(), SQUARES)),
                drops(importance.of(PermutationImportanceTest::predict, data(), groups(), NEGATED)));
    }

    @Test
    void theSeedDecides() {
        UnaryOperator<double[][]> model = PermutationImportanceTest::predict;
        ImportanceTable once = PermutationImportance.seeded(1).of(model, data(), groups(), SQUARES);
        assertEquals(once, PermutationImportance.seeded(1).of(model, data(), groups(), SQUARES));
        assertNotEquals(once, PermutationImportance.seeded(2).of(model, data(), groups(), SQUARES));
    }

    @Test
    void oneGroupDoesNotDependOnTheOthers() {
        ImportanceTable alone = PermutationImportance.seeded(1)
                .of(PermutationImportanceTest::predict, data(), Map.of("weak", new int[] {1}), SQUARES);
        ImportanceTable all =
                PermutationImportance.seeded(1).of(PermutationImportanceTest::predict, data(), groups(), SQUARES);
        assertEquals(all.columns().get(1), alone.columns().getFirst());
    }

    @Test
    void aSampleIsTakenOfManyRows() {
        List<Integer> asked = new ArrayList<>();
        ImportanceTable table = new PermutationImportance(2, 1, 100)
                .of(
                        rows -> {
                            asked.add(rows.length);
                            return predict(rows);
                        },
                        data(),
                        Map.of("strong", new int[] {0}),
                        SQUARES);
        assertEquals(List.of(100, 100, 100), asked);
        assertEquals(100, table.rows());
        assertEquals(0, table.baseline(), "features and targets of the sample belong together");
    }

    @Test
    void whatIsNotThereIsRefused() {
        PermutationImportance importance = PermutationImportance.seeded(1);
        for (int[] positions : new int[][] {{}, {5}, {-1}}) {
            IllegalArgumentException failure = assertThrows(
                    IllegalArgumentException.class,
                    () -> importance.of(PermutationImportanceTest::predict, data(), Map.of("odd", positions), SQUARES));
            assertTrue(String.valueOf(failure.getMessage()).contains("odd"), failure.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new PermutationImportance(0, 1, 10));
        assertThrows(IllegalArgumentException.class, () -> new PermutationImportance(5, 1, 0));
    }
}
