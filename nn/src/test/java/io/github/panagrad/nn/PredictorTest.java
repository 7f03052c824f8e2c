package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Predictions for serving: right, the same from every thread, and refused after close. */
class PredictorTest {
    private static final int ROWS = 300;

    /** More than the 64 workspaces for single rows that a predictor keeps. */
    private static final int THREADS = 80;

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
        for (Loss loss : Loss.choices().all()) {
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

    /**
     * More threads than workspaces begin at once, single rows and batches of several sizes mixed: each answer is the
     * single-threaded one, bit for bit.
     */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void manyThreadsAtOnce(Arithmetic arithmetic) throws ExecutionException, InterruptedException {
        double[][] x = Networks.normals(ROWS, 37, 3);
        List<double[][]> batches = List.of(x, Arrays.copyOf(x, 1), Arrays.copyOfRange(x, 20, 33));
        try (Network network =
                        Networks.random(spec(Loss.softmaxCrossEntropy()), arithmetic.dtype(), arithmetic.backend(), 1);
                Predictor predictor = new Predictor(network);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            double[][] singles = new double[ROWS][];
            for (int r = 0; r < ROWS; r++) {
                singles[r] = predictor.predict(x[r]);
            }
            List<double[][]> answers = batches.stream().map(predictor::predict).toList();
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<@Nullable Void>> futures = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                futures.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < ROWS; i++) {
                        int r = (first * 7 + i) % ROWS;
                        assertArrayEquals(singles[r], predictor.predict(x[r]));
                        if (i % 25 == first % 25) {
                            int batch = (first + i / 25) % batches.size();
                            assertArrayEquals(answers.get(batch), predictor.predict(batches.get(batch)));
                        }
                    }
                    return null;
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
