package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** After which epoch training ends, and whose parameters stay. */
class EarlyStoppingTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(6).output(3, Loss.meanSquaredError());
    private static final TrainingConfig CONFIG =
            TrainingConfig.defaults().withBatchSize(10).withEpochs(9).withThreads(1);
    private static final Dataset DATA = LayerNetworks.data(20, 3);

    /** Says what it was told to, epoch by epoch. */
    private static final class Told implements Metric {
        private final double[] values;
        private final boolean isHigherBetter;
        private int next;

        Told(boolean isHigherBetter, double... values) {
            this.values = values;
            this.isHigherBetter = isHigherBetter;
        }

        @Override
        public String name() {
            return "told";
        }

        @Override
        public boolean isHigherBetter() {
            return isHigherBetter;
        }

        @Override
        public double of(double[][] predictions, Dataset data) {
            assertEquals(data.size(), predictions.length);
            return values[next++];
        }
    }

    /** Trains until it ends, and returns how many epochs it took and which epoch's weights are left. */
    private static List<Integer> epochs(int patience, double minDelta, boolean restore, Told told) {
        return epochs(patience, 0, minDelta, restore, told);
    }

    private static List<Integer> epochs(int patience, double growth, double minDelta, boolean restore, Told told) {
        List<double[][]> weights = new ArrayList<>();
        try (Network network = Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, CONFIG)) {
            FitOptions options = FitOptions.none()
                    .withValidation(DATA)
                    .withEarlyStopping(new EarlyStopping(Monitor.metric(told), patience, growth, minDelta, restore))
                    .withListener(new TrainingListener() {
                        @Override
                        public void onEpoch(EpochMetrics metrics) {
                            weights.add(network.weights(0).toArray());
                        }
                    });
            History history = trainer.fit(DATA, options);
            assertEquals(history.epochs().size() < 9, history.ending() == Ending.EARLY_STOPPED);
            int left = IntStream.range(0, weights.size())
                    .filter(e ->
                            Arrays.deepEquals(weights.get(e), network.weights(0).toArray()))
                    .findFirst()
                    .orElseThrow();
            return List.of(history.epochs().size(), left + 1);
        }
    }

    private static final double NONE = Double.NaN;

    @Test
    void endsWhenNothingGetsBetter() {
        assertEquals(List.of(5, 3), epochs(2, 0, true, new Told(false, 5, 4, 3, 3, 3.5)));
        assertEquals(List.of(5, 5), epochs(2, 0, false, new Told(false, 5, 4, 3, 3, 3.5)));
        assertEquals(List.of(3, 1), epochs(2, 0, true, new Told(true, 5, 4, 3, 9)));
        assertEquals(List.of(2, 1), epochs(1, 0, true, new Told(true, 1, 1)));
    }

    @Test
    void aLittleIsNotBetter() {
        // Each is a little better than the one before; against the best, only the fourth is.
        assertEquals(List.of(8, 4), epochs(4, 0.25, true, new Told(false, 5, 4.9, 4.75, 4.7, 4.6, 4.55, 4.5, 4.5)));
        assertEquals(List.of(3, 1), epochs(2, 0.25, true, new Told(false, 5, 4.9, 4.75)));
        assertEquals(List.of(4, 2), epochs(2, 0.25, true, new Told(false, 5, 4.74, 4.6, 4.5)));
    }

    @Test
    void patienceGrowsWithTheBestEpoch() {
        assertEquals(List.of(4, 1), epochs(2, 1, 0, true, new Told(false, 5, 6, 6, 6, 6)));
        assertEquals(List.of(7, 3), epochs(1, 1, 0, true, new Told(false, 5, 4, 3, 3, 3, 3, 3)));
        assertEquals(List.of(5, 2), epochs(2, 0.5, 0, true, new Told(false, 5, 4, 4, 4, 4)));
        // No epoch is best, so that nothing grows.
        assertEquals(List.of(2, 2), epochs(2, 1, 0, true, new Told(false, NONE, NONE)));
        assertEquals(List.of(9, 4), epochs(2, 1, 0, true, new Told(false, 9, 8, 7, 6, 7, 7, 7, 7, 7)));
    }

    @Test
    void whatIsNotANumberIsNotBetter() {
        assertEquals(List.of(3, 3), epochs(3, 0, true, new Told(false, NONE, NONE, NONE)));
        assertEquals(List.of(4, 2), epochs(2, 0, true, new Told(false, NONE, 7, NONE, 8)));
        assertEquals(
                List.of(3, 1),
                epochs(2, 0, true, new Told(false, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0)));
    }

    @Test
    void theBestAfterAllEpochs() {
        assertEquals(List.of(9, 8), epochs(9, 0, true, new Told(false, 9, 8, 7, 6, 5, 4, 3, 2, 3)));
    }

    @Test
    void theMonitorsOfEachEpoch() {
        EpochMetrics epoch = new EpochMetrics(1, 0.1, 2, 3, 4, 5, 6, 7, Map.of("told", 8.0));
        assertEquals(2, Monitor.trainingLoss().of(epoch));
        assertEquals(4, Monitor.validationLoss().of(epoch));
        assertEquals(5, Monitor.validationAccuracy().of(epoch));
        assertEquals(8, Monitor.metric(new Told(true)).of(epoch));
        assertTrue(Monitor.validationAccuracy().isHigherBetter());
        assertTrue(!Monitor.trainingLoss().isHigherBetter()
                && !Monitor.validationLoss().isHigherBetter());
    }

    @Test
    void metricsAreInTheHistory() {
        try (Network network = Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, CONFIG.withEpochs(2))) {
            FitOptions options = FitOptions.none().withValidation(DATA).withMetrics(new Told(true, 3, 4));
            List<Map<String, Double>> values = trainer.fit(DATA, options).epochs().stream()
                    .map(EpochMetrics::metrics)
                    .toList();
            assertEquals(List.of(Map.of("told", 3.0), Map.of("told", 4.0)), values);
        }
    }

    /** The best parameters have the place of the last epoch's, to which a training without early stopping returns. */
    @Test
    void theBestParametersAreInTheMemoryPlan() {
        FitOptions options = FitOptions.none().withEarlyStopping(EarlyStopping.of(Monitor.trainingLoss(), 3));
        MemoryPlan plan = MemoryPlan.of(SPEC, DType.F64, Backend.JAVA, CONFIG, 0);
        assertEquals(plan.parameters(), plan.keptParameters());
        long before = Slab.totalBytes();
        long[] most = {0};
        try (Network network = Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, CONFIG)) {
            trainer.fit(DATA, options.withListener(new TrainingListener() {
                @Override
                public void onEpoch(EpochMetrics metrics) {
                    most[0] = Math.max(most[0], Slab.totalBytes() - before);
                }
            }));
            assertEquals(plan.total(), most[0]);
            assertEquals(plan.total(), network.bytes() + trainer.bytes());
        }
    }

    @Test
    void whatDoesNotGoTogether() {
        refused(
                FitOptions.none().withEarlyStopping(EarlyStopping.of(Monitor.validationLoss(), 3)),
                "early stopping watches validation_loss, but there is no validation set");
        refused(
                FitOptions.none()
                        .withValidation(DATA)
                        .withEarlyStopping(EarlyStopping.of(Monitor.validationAccuracy(), 3)),
                "regression does not have");
        refused(FitOptions.none().withMetrics(new Told(true)), "no validation set");
        refused(
                FitOptions.none().withValidation(DATA).withMetrics(new Told(true), new Told(true)),
                "two metrics have the same name");
        Monitor loss = Monitor.trainingLoss();
        assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(loss, 0, 0, 0, true));
        for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(loss, 1, wrong, 0, true));
        }
        assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(loss, 1, 0, -1, true));
        assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(loss, 1, 0, Double.NaN, true));
    }

    private static void refused(FitOptions options, String message) {
        try (Network network = Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, CONFIG)) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> trainer.fit(DATA, options));
            assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
        }
    }
}
