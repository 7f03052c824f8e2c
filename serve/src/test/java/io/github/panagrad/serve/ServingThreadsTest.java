package io.github.panagrad.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.panagrad.pipeline.Prediction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that share a model get what one alone gets, and a prediction allocates nothing but itself. */
class ServingThreadsTest {
    private static final int THREADS = 500;
    private static final int ROWS = 101;

    @TempDir
    Path folder;

    private static List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(Map.of("age", i, "town", i % 3 == 0 ? "Ulm" : i % 3 == 1 ? "Bonn" : "Rome"));
        }
        return rows;
    }

    private static double probability(Prediction prediction) {
        return ((Prediction.ClassPrediction) prediction).probability(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyThreadsGetTheSameBits(boolean isVirtual) throws IOException, InterruptedException, ExecutionException {
        ServedModel model = ServedModel.load(SmallModels.save(folder));
        List<Map<String, Object>> rows = rows();
        double[] expected = rows.stream()
                .mapToDouble(row -> probability(model.predict(row)))
                .toArray();
        double[] block = model.predictAll(rows).stream()
                .mapToDouble(ServingThreadsTest::probability)
                .toArray();
        ThreadFactory threads =
                isVirtual ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory();
        CountDownLatch start = new CountDownLatch(THREADS);
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                results.add(executor.submit(() -> {
                    start.countDown();
                    start.await();
                    int same = 0;
                    for (int i = 0; i < ROWS; i++) {
                        int r = (first + i) % ROWS;
                        same += probability(model.predict(rows.get(r))) == expected[r] ? 1 : 0;
                    }
                    List<Prediction> all = model.predictAll(rows);
                    for (int r = 0; r < ROWS; r++) {
                        same += probability(all.get(r)) == block[r] ? 1 : 0;
                    }
                    return same;
                }));
            }
            for (Future<Integer> result : results) {
                assertEquals(2 * ROWS, result.get());
            }
        }
    }

    @Test
    void aRowAllocatesItsPredictionAlone() throws IOException {
        ServedModel model = ServedModel.load(SmallModels.save(folder));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Object[] values = model.columns().stream().map(SmallModels.ROW::get).toArray();
        double[] inputs = new double[model.inputs()];
        double[] result = new double[model.outputs()];
        long byName = 0;
        long byPlace = 0;
        long numbers = 0;
        double sum = 0;
        int repetitions = 20_000;
        for (int warm = 0; warm < 3; warm++) {
            long start = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < repetitions; i++) {
                sum += probability(model.predict(SmallModels.ROW));
            }
            byName = threads.getCurrentThreadAllocatedBytes() - start;
            start = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < repetitions; i++) {
                sum += probability(model.predict(values));
            }
            byPlace = threads.getCurrentThreadAllocatedBytes() - start;
            start = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < repetitions; i++) {
                model.predict(inputs, result);
                sum += result[0];
            }
            numbers = threads.getCurrentThreadAllocatedBytes() - start;
        }
        assertTrue(sum > 0);
        // An object with three fields, and an array of two doubles.
        int prediction = 24 + 32;
        assertTrue(byName <= repetitions * (prediction + 1L), byName / repetitions + " bytes");
        assertTrue(byPlace <= repetitions * (prediction + 1L), byPlace / repetitions + " bytes");
        assertTrue(numbers <= repetitions, numbers / repetitions + " bytes");
    }
}
