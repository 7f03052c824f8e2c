package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of the pieces are quantiles of the samples. */
class NumberEmbeddingTest {
    private static Dataset column(double... values) {
        double[][] rows = new double[values.length][];
        Arrays.setAll(rows, i -> new double[] {99, values[i]});
        return Dataset.of(rows, new double[values.length][1]);
    }

    private static List<Double> edges(int bins, Dataset samples) {
        return ((PiecewiseLinear)
                        new NumberEmbedding.Piecewise(bins, 3).fit(samples, 1).orElseThrow())
                .edges();
    }

    @Test
    void quantilesAreInterpolated() {
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0, 5.0), edges(4, column(5, 3, 1, 4, 2)));
        assertEquals(List.of(0.0, 1.5, 3.0), edges(2, column(0, 1, 2, 3)));
        assertEquals(List.of(-2.0, 0.25, 7.0), edges(2, column(7, -2, 0.25)));
    }

    @Test
    void equalOnesAreMerged() {
        assertEquals(List.of(0.0, 1.0), edges(2, column(0, 0, 0, 0, 1)));
        // As float32, these two are one number.
        assertEquals(List.of(1.0, 2.0), edges(2, column(1, 1 + 1e-12, 2)));
    }

    /** A column that is mostly 0 has its pieces where it is not. */
    @Test
    void manyEqualNumbers() {
        double[] mostlyNothing = new double[1000];
        for (int i = 0; i < 100; i++) {
            mostlyNothing[10 * i] = 1 + i;
        }
        List<Double> edges = edges(10, column(mostlyNothing));
        assertEquals(0, edges.getFirst());
        assertEquals(100, edges.getLast());
        assertTrue(edges.size() >= 10 && edges.size() <= 11, edges::toString);
        for (int e = 2; e < edges.size(); e++) {
            double width = edges.get(e) - edges.get(e - 1);
            assertTrue(width > 5 && width < 20, edges::toString);
        }
    }

    @Test
    void fewNumbersAreAllEdges() {
        assertEquals(List.of(-1.0, 0.0, 1.0, 7.0), edges(8, column(0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 1, -1)));
        assertEquals(List.of(-1.0, 0.0, 1.0, 7.0), edges(3, column(0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 1, -1)));
    }

    @Test
    void aConstantColumnStaysANumber() {
        assertTrue(new NumberEmbedding.Piecewise(8, 3).fit(column(4, 4, 4), 1).isEmpty());
        assertTrue(NumberEmbedding.none().fit(column(1, 2, 3), 1).isEmpty());
    }

    @Test
    void wavesKeepWhatIsChosen() {
        assertEquals(
                new PeriodicDense(1, 16, 0.1, 4),
                NumberEmbedding.pbld().fit(column(1, 2), 1).orElseThrow());
        assertEquals(
                new PeriodicRelu(1, 5, 0.5, 7),
                NumberEmbedding.choices()
                        .parse("plr:frequencies=5,deviation=0.5,dimension=7")
                        .fit(column(1, 2), 1)
                        .orElseThrow());
        for (NumberEmbedding waves : List.of(NumberEmbedding.pbld(), NumberEmbedding.plr())) {
            assertTrue(waves.fit(column(4, 4 + 1e-12, 4), 1).isEmpty());
            Dataset weighted = column(4, 5, 4).withSampleWeights(new double[] {1, 0, 2});
            assertTrue(waves.fit(weighted, 1).isEmpty());
        }
    }

    /** Frequencies from N(0, σ²), cut at 3 σ by plr; phases within ±π; the rest within ±1/√width. */
    @Test
    void wavesStartAsThePapersSay() {
        NetworkSpec spec = NetworkSpec.inputs(2)
                .embedding(new PeriodicDense(0, 1000, 0.1, 4))
                .embedding(new PeriodicRelu(1, 1000, 0.01, 24))
                .output(1, Loss.meanSquaredError());
        try (Network network = Network.create(spec, DType.F64, Backend.JAVA, Initializer.he(), 5)) {
            spread(network, "embeddings.0.frequency", 0.1, 0.6);
            spread(network, "embeddings.0.phase", Math.PI / Math.sqrt(3), Math.PI);
            spread(network, "embeddings.0.weight", 1 / Math.sqrt(3000), 1 / Math.sqrt(1000));
            // The standard deviation of what is left within 3 of N(0, 1) is 0.9866.
            spread(network, "embeddings.1.frequency", 0.009866, 0.03);
            spread(network, "embeddings.1.weight", 1 / Math.sqrt(6000), 1 / Math.sqrt(2000));
        }
    }

    private static void spread(Network network, String name, double deviation, double limit) {
        double squares = 0;
        double count = 0;
        for (double[] row : network.get(name).toArray()) {
            for (double value : row) {
                assertTrue(Math.abs(value) <= limit, name);
                squares += value * value;
                count++;
            }
        }
        assertEquals(deviation, Math.sqrt(squares / count), 0.08 * deviation, name);
    }

    /** A weight of 3 is three samples, and one of 0 is none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 48})
    void weightsCountAsSamples(int bins) {
        RandomKey key = RandomKey.of(bins);
        for (int round = 0; round < 20; round++) {
            int rows = 2 + key.below(round, 30);
            double[] values = new double[rows];
            double[] weights = new double[rows];
            List<Double> repeated = new ArrayList<>();
            for (int r = 0; r < rows; r++) {
                values[r] = key.fold(1).below(100L * round + r, 12) / 4.0;
                weights[r] = r == 0 ? 1 : key.fold(2).below(100L * round + r, 4);
                for (int i = 0; i < weights[r]; i++) {
                    repeated.add(values[r]);
                }
            }
            Dataset weighted = column(values).withSampleWeights(weights);
            Dataset copies =
                    column(repeated.stream().mapToDouble(Double::doubleValue).toArray());
            NumberEmbedding embedding = new NumberEmbedding.Piecewise(bins, 2);
            assertEquals(embedding.fit(copies, 1), embedding.fit(weighted, 1), () -> repeated.toString());
        }
    }

    /** Shares that add up to 1, or less, say as much as equal weights do. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1e-9, 1e-200})
    void smallWeightsAreShares(double weight) {
        double[] values = new double[101];
        double[] weights = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % values.length;
            weights[i] = weight;
        }
        List<Double> edges = edges(4, column(values).withSampleWeights(weights));
        assertEquals(5, edges.size());
        for (int t = 0; t < 5; t++) {
            assertEquals(25.0 * t, edges.get(t), 1e-6);
        }
    }

    @Test
    void edgesMustAscend() {
        for (List<Double> edges : List.of(
                List.of(1.0),
                List.of(1.0, 1.0),
                List.of(2.0, 1.0),
                List.of(0.0, Double.NaN),
                List.of(0.0, Double.POSITIVE_INFINITY),
                List.of(1.0, 1 + 1e-12))) {
            assertThrows(IllegalArgumentException.class, () -> new PiecewiseLinear(0, edges, 2), edges::toString);
        }
        assertThrows(IllegalArgumentException.class, () -> new PiecewiseLinear(-1, List.of(0.0, 1.0), 2));
        assertThrows(IllegalArgumentException.class, () -> new PiecewiseLinear(0, List.of(0.0, 1.0), 0));
        assertThrows(IllegalArgumentException.class, () -> new MemberScale(1));
        assertThrows(IllegalArgumentException.class, () -> new MemberScale(2000));
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkSpec.inputs(3)
                        .layer(new MemberScale(2, List.of(2, 2)))
                        .output(1, Loss.meanSquaredError()));
    }

    @Test
    void aSkipConnectionCannotCrossTheStartOfMembers() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> NetworkSpec.inputs(3)
                        .layer(new MemberScale(2))
                        .layer(new Dense(3, Activation.relu()).withSkip(2))
                        .output(1, Loss.meanSquaredError()));
        assertTrue(String.valueOf(refused.getMessage()).contains("layer 0 starts 2 members"), () -> refused.toString());
    }
}
