package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loss and metrics come from one pass over the samples, with the bits of two. */
class EvaluationPassTest {
    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    /** More samples than a block has rows, and no multiple of them. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void bothAtOnceAreTheBitsOfEach(Arithmetic arithmetic) {
        for (Loss loss : Networks.losses()) {
            NetworkSpec spec = NetworkSpec.inputs(6).dense(9, Activation.tanh()).output(5, loss);
            Dataset data = Networks.batch(600, 6, 5, loss, 3);
            for (int members = 1; members <= 3; members += 2) {
                List<Network> networks = new ArrayList<>();
                for (int m = 0; m < members; m++) {
                    networks.add(Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), m));
                }
                try (Ensemble ensemble = new Ensemble(networks);
                        Evaluator evaluator = new Evaluator(ensemble, 2)) {
                    double[][] predictions = new double[600][];
                    Evaluation evaluation = evaluator.evaluate(data, predictions);
                    assertEquals(evaluator.evaluate(data), evaluation);
                    assertArrayEquals(evaluator.predict(data), predictions);
                    assertThrows(IllegalArgumentException.class, () -> evaluator.evaluate(data, new double[599][]));
                }
            }
        }
    }

    /** The processor's time from an epoch's last step to its metric, against that of evaluating without a metric. */
    @Test
    void aMetricTakesNoSecondPass() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        NetworkSpec spec = NetworkSpec.inputs(20)
                .dense(300, Activation.relu())
                .dense(300, Activation.relu())
                .output(1, Loss.meanSquaredError());
        Dataset validation = Networks.batch(1500, 20, 1, Loss.meanSquaredError(), 1);
        long[] begin = {0};
        long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
        Metric metric = new Metric() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public boolean isHigherBetter() {
                return true;
            }

            @Override
            public double of(double[][] predictions, Dataset data) {
                least[0] = Math.min(least[0], threads.getCurrentThreadCpuTime() - begin[0]);
                return 0;
            }
        };
        TrainingListener clock = new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                begin[0] = threads.getCurrentThreadCpuTime();
            }
        };
        try (Network network = Networks.random(spec, DType.F64, Backend.JAVA, 1);
                Trainer trainer = new Trainer(
                        network, TrainingConfig.defaults().withThreads(1).withEpochs(12));
                Evaluator evaluator = new Evaluator(network, 1)) {
            trainer.fit(
                    Networks.batch(10, 20, 1, Loss.meanSquaredError(), 2),
                    FitOptions.none()
                            .withValidation(validation)
                            .withMetrics(metric)
                            .withListener(clock));
            for (int i = 0; i < 12; i++) {
                long start = threads.getCurrentThreadCpuTime();
                evaluator.evaluate(validation);
                least[1] = Math.min(least[1], threads.getCurrentThreadCpuTime() - start);
            }
        }
        double ratio = (double) least[0] / least[1];
        assertTrue(ratio < 1.5, "with a metric it takes " + ratio + " times as long");
    }
}
