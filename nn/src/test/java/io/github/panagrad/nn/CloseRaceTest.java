package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Slab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Closing what other threads are using: it neither fails nor waits, calls under way end as if nothing had happened, later ones
 * are refused, and the last to leave frees the memory.
 */
class CloseRaceTest {
    private static final int THREADS = 3;
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(37).dense(65, Activation.relu()).output(5, Loss.softmaxCrossEntropy());
    private static final double[][] ROWS = Networks.normals(70, 37, 3);
    private static final Dataset DATA = Networks.batch(70, 37, 5, Loss.softmaxCrossEntropy(), 4);

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static Network network(Arithmetic arithmetic, long seed) {
        return Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), seed);
    }

    private static Ensemble ensemble(Arithmetic arithmetic) {
        return new Ensemble(List.of(network(arithmetic, 1), network(arithmetic, 2), network(arithmetic, 3)));
    }

    /** Calls until it is refused. */
    private static Void callUntilClosed(String owner, CountDownLatch running, Callable<Void> call) throws Exception {
        try {
            while (true) {
                call.call();
                running.countDown();
            }
        } catch (IllegalStateException e) {
            assertEquals("the " + owner + " was closed", e.getMessage());
            running.countDown();
            return null;
        }
    }

    /** Closes while several threads call, at another moment in each round. */
    private static void race(
            ExecutorService threads, int round, String owner, AutoCloseable closed, List<Callable<Void>> calls)
            throws Exception {
        CountDownLatch running = new CountDownLatch(calls.size());
        List<Future<Void>> futures = new ArrayList<>();
        for (Callable<Void> call : calls) {
            futures.add(threads.submit(() -> callUntilClosed(owner, running, call)));
        }
        running.await();
        for (int i = 0; i < round % 200; i++) {
            Thread.onSpinWait();
        }
        closed.close();
        assertThrows(IllegalStateException.class, () -> calls.getFirst().call());
        for (Future<Void> future : futures) {
            future.get();
        }
        closed.close();
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void aPredictor(Arithmetic arithmetic) throws Exception {
        long before = Slab.totalBytes();
        try (Ensemble ensemble = ensemble(arithmetic);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            double[] single;
            double[][] batch;
            try (Predictor predictor = new Predictor(ensemble)) {
                single = predictor.predict(ROWS[0]);
                batch = predictor.predict(ROWS);
            }
            long open = Slab.totalBytes();
            for (int round = 0; round < 800; round++) {
                Predictor predictor = new Predictor(ensemble);
                Callable<Void> one = () -> {
                    assertArrayEquals(single, predictor.predict(ROWS[0]));
                    return null;
                };
                Callable<Void> many = () -> {
                    assertArrayEquals(batch, predictor.predict(ROWS));
                    return null;
                };
                race(threads, round, "predictor", predictor, List.of(one, one, many));
                assertEquals(open, Slab.totalBytes());
            }
        }
        assertEquals(before, Slab.totalBytes());
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void anEvaluator(Arithmetic arithmetic) throws Exception {
        long before = Slab.totalBytes();
        try (Ensemble ensemble = ensemble(arithmetic);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Evaluation expected;
            try (Evaluator evaluator = new Evaluator(ensemble, 2)) {
                expected = evaluator.evaluate(DATA);
            }
            for (int round = 0; round < 150; round++) {
                Evaluator evaluator = new Evaluator(ensemble, 2);
                race(threads, round, "evaluator", evaluator, List.of(() -> {
                    assertEquals(expected, evaluator.evaluate(DATA));
                    return null;
                }));
                assertEquals(ensemble.bytes(), Slab.totalBytes() - before);
            }
        }
        assertEquals(before, Slab.totalBytes());
    }

    /** The evaluators stay open, and refuse because the networks are closed: each of them, at whatever it was used for. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void anEnsembleThatIsEvaluated(Arithmetic arithmetic) throws Exception {
        long before = Slab.totalBytes();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < 150; round++) {
                Ensemble ensemble = ensemble(arithmetic);
                try (Evaluator first = new Evaluator(ensemble, 1);
                        Evaluator second = new Evaluator(ensemble.members().getLast(), 1)) {
                    race(
                            threads,
                            round,
                            "network",
                            ensemble,
                            List.of(
                                    () -> {
                                        first.predict(DATA);
                                        return null;
                                    },
                                    () -> {
                                        second.evaluate(DATA);
                                        return null;
                                    }));
                    for (Network member : ensemble.members()) {
                        assertEquals(0, member.bytes());
                    }
                }
                assertEquals(before, Slab.totalBytes());
            }
        }
    }

    /** Training is asked to stop, and ends as if it had been; the memory is there until then. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void aTrainer(Arithmetic arithmetic) throws ExecutionException, InterruptedException {
        long before = Slab.totalBytes();
        TrainingConfig config =
                TrainingConfig.defaults().withThreads(2).withBatchSize(32).withEpochs(1_000_000);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < 60; round++) {
                try (Network network = network(arithmetic, 1)) {
                    Trainer trainer = new Trainer(network, config);
                    CountDownLatch running = new CountDownLatch(1);
                    Future<History> history = threads.submit(() -> trainer.fit(DATA, DATA, new TrainingListener() {
                        @Override
                        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                            running.countDown();
                        }
                    }));
                    running.await();
                    trainer.close();
                    assertThrows(IllegalStateException.class, () -> trainer.fit(DATA));
                    assertEquals(Ending.STOP_REQUESTED, history.get().ending());
                    trainer.close();
                    assertEquals(network.bytes(), Slab.totalBytes() - before);
                }
            }
        }
        assertEquals(before, Slab.totalBytes());
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void aBackpropagation(Arithmetic arithmetic) throws Exception {
        long before = Slab.totalBytes();
        try (Network network = network(arithmetic, 1);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < 150; round++) {
                Backpropagation batch = new Backpropagation(network, DATA, 0.1);
                double expected = batch.loss();
                race(threads, round, "batch", batch, List.of(() -> {
                    assertEquals(expected, batch.run());
                    return null;
                }));
                assertEquals(network.bytes(), Slab.totalBytes() - before);
            }
        }
    }

    /** A file is whole, or there is none. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void anEnsembleThatIsSaved(Arithmetic arithmetic, @TempDir Path folder) throws Exception {
        long before = Slab.totalBytes();
        Path file = folder.resolve("m.safetensors");
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < 20; round++) {
                Ensemble ensemble = ensemble(arithmetic);
                race(threads, round, "network", ensemble, List.of(() -> {
                    ModelFile.save(file, ensemble, Map.of());
                    return null;
                }));
                assertEquals(before, Slab.totalBytes());
                try (Ensemble loaded = ModelFile.loadEnsemble(file, arithmetic.backend())) {
                    assertEquals(3, loaded.size());
                }
            }
        }
    }

    /** Two of four fail; the others are closed all the same, and no failure is lost. */
    @Test
    void allAreClosedAlsoWhereOneFails() {
        List<String> closed = new ArrayList<>();
        Closer closer = new Closer();
        closer.add(() -> closed.add("first"));
        closer.add(() -> {
            throw new IOException("second fails");
        });
        closer.add(() -> closed.add("third"));
        closer.add(() -> {
            throw new IllegalStateException("fourth fails");
        });
        IllegalStateException failure = assertThrows(IllegalStateException.class, closer::close);
        assertEquals(List.of("third", "first"), closed);
        assertTrue(String.valueOf(failure.getMessage()).contains("fourth fails"));
        assertEquals("second fails", failure.getSuppressed()[0].getMessage());
        RuntimeException original = new RuntimeException("the reason");
        closer.closeAfter(original);
        assertEquals(failure.getMessage(), original.getSuppressed()[0].getMessage());
    }
}
