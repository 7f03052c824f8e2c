package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Predictions for serving: right, the same from every thread, and refused after close. */
class PredictorTest {
    private static final int ROWS = 300;

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static NetworkSpec spec(Loss loss) {
        return NetworkSpec.inputs(37)
                .dense(65, Activation.relu(), 0.5)
                .dense(13, Activation.tanh())
                .output(5, loss);
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void agreesWithTheEvaluator(Arithmetic arithmetic) {
        for (Loss loss : Loss.all()) {
            double[][] x = Networks.normals(ROWS, 37, 3);
            Dataset data = Dataset.of(x, new double[ROWS][5]);
            try (Network network = Networks.random(spec(loss), arithmetic.dtype(), arithmetic.backend(), 1);
                    Evaluator evaluator = new Evaluator(network, 1);
                    Predictor predictor = new Predictor(network)) {
                double[][] expected = evaluator.predict(data);
                double[][] batch = predictor.predict(x);
                for (int r = 0; r < ROWS; r++) {
                    assertArrayEquals(expected[r], batch[r], arithmetic.tolerance());
                    assertArrayEquals(expected[r], predictor.predict(x[r]), arithmetic.tolerance());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void laterTrainingDoesNotShow(Arithmetic arithmetic) {
        double[] row = Networks.normals(1, 37, 3)[0];
        try (Network network =
                Networks.random(spec(Loss.meanSquaredError()), arithmetic.dtype(), arithmetic.backend(), 1)) {
            try (Predictor predictor = new Predictor(network)) {
                double[] before = predictor.predict(row);
                network.weights(0).fill(0);
                assertArrayEquals(before, predictor.predict(row));
            }
        }
    }

    /** More threads than workspaces, single rows and batches mixed: each answer is the single-threaded one. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void manyThreadsAtOnce(Arithmetic arithmetic) throws ExecutionException, InterruptedException {
        double[][] x = Networks.normals(ROWS, 37, 3);
        try (Network network =
                        Networks.random(spec(Loss.softmaxCrossEntropy()), arithmetic.dtype(), arithmetic.backend(), 1);
                Predictor predictor = new Predictor(network);
                ExecutorService threads = Executors.newFixedThreadPool(80)) {
            double[][] singles = new double[ROWS][];
            for (int r = 0; r < ROWS; r++) {
                singles[r] = predictor.predict(x[r]);
            }
            double[][] batch = predictor.predict(x);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < 80; t++) {
                int first = t;
                futures.add(threads.submit(() -> {
                    for (int i = 0; i < ROWS; i++) {
                        int r = (first * 7 + i) % ROWS;
                        assertArrayEquals(singles[r], predictor.predict(x[r]));
                        if (i % 50 == first % 50) {
                            assertArrayEquals(batch, predictor.predict(x));
                        }
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void wrongInputAndUseAfterClose(Arithmetic arithmetic) {
        long before = Slab.totalBytes();
        Predictor predictor;
        try (Network network =
                Networks.random(spec(Loss.meanSquaredError()), arithmetic.dtype(), arithmetic.backend(), 1)) {
            predictor = new Predictor(network);
        }
        assertThrows(IllegalArgumentException.class, () -> predictor.predict(new double[36]));
        assertThrows(IllegalArgumentException.class, () -> predictor.predict(new double[][] {new double[38]}));
        assertThrows(IllegalArgumentException.class, () -> predictor.predict(new double[37], new double[4]));
        predictor.predict(new double[37]);
        assertEquals(0, predictor.predict(new double[0][]).length);
        predictor.close();
        predictor.close();
        assertThrows(IllegalStateException.class, () -> predictor.predict(new double[37]));
        assertThrows(IllegalStateException.class, () -> predictor.predict(new double[3][37]));
        assertEquals(before, Slab.totalBytes());
    }
}
