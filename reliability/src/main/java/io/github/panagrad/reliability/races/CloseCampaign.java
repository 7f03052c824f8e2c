package io.github.panagrad.reliability.races;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.reliability.Campaign;
import io.github.panagrad.reliability.Run;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Closes predictors, evaluators, ensembles and trainers while other threads use them, on the native backend: calls under way end
 * as if nothing had happened, later ones are refused, close neither fails nor waits for long, and no memory is left.
 */
public final class CloseCampaign implements Campaign {
    private static final int THREADS = 3;
    private static final int INPUTS = 37;
    private static final int ROWS = 40;

    /** Longer than any call here takes, on a busy machine. */
    private static final long MOST_NANOS = 5_000_000_000L;

    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(INPUTS).dense(33, Activation.relu()).output(5, Loss.softmaxCrossEntropy());

    private final double[][] rows = new double[ROWS][INPUTS];
    private final int[] labels = new int[ROWS];

    @Override
    public String name() {
        return "close";
    }

    @Override
    public String run(Run run) throws InterruptedException {
        Random random = run.random(0);
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < INPUTS; c++) {
                rows[r][c] = random.nextGaussian();
            }
            labels[r] = random.nextInt(5);
        }
        Dataset data = Dataset.of(rows, labels);
        int[] races = new int[4];
        long before = Slab.totalBytes();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            double[][] expected;
            try (Ensemble ensemble = ensemble();
                    Predictor predictor = new Predictor(ensemble)) {
                expected = predictor.predict(rows);
            }
            for (int round = 0; !run.isOver(); round++) {
                int kind = round % 50 == 49 ? 3 : round % 10 == 9 ? 2 : round % 10 == 8 ? 1 : 0;
                races[kind]++;
                try {
                    switch (kind) {
                        case 0 -> predictor(run, threads, random, expected);
                        case 1 -> evaluator(run, threads, random, data);
                        case 2 -> closedEnsemble(run, threads, random, data);
                        default -> trainer(run, threads, random, data);
                    }
                } catch (ExecutionException e) {
                    run.finding("a call that was under way failed: " + e.getCause(), null, e.getCause());
                }
                if (Slab.totalBytes() != before) {
                    run.finding(Slab.totalBytes() - before + " bytes are left after a race of kind " + kind);
                    before = Slab.totalBytes();
                }
            }
        }
        return Arrays.stream(races).sum() + " races (" + races[0] + " of predictors, " + races[1] + " of evaluators, "
                + races[2] + " of ensembles, " + races[3] + " of trainers)";
    }

    private static Ensemble ensemble() {
        List<Network> members = new ArrayList<>();
        for (int m = 0; m < 3; m++) {
            members.add(Network.create(SPEC, DType.F32, Backend.NATIVE, Initializer.he(), m));
        }
        return new Ensemble(members);
    }

    private void predictor(Run run, ExecutorService threads, Random random, double[][] expected)
            throws InterruptedException, ExecutionException {
        try (Ensemble ensemble = ensemble()) {
            Predictor predictor = new Predictor(ensemble);
            Callable<Void> one = () -> same(expected[3], predictor.predict(rows[3]), 1e-5);
            Callable<Void> many = () -> same(expected[7], predictor.predict(rows)[7], 0);
            race(run, threads, random, predictor, List.of(one, one, many));
        }
    }

    /** A single row has kernels of its own, which round in another order. */
    private static Void same(double[] expected, double[] found, double tolerance) {
        for (int c = 0; c < expected.length; c++) {
            if (!(Math.abs(expected[c] - found[c]) <= tolerance)) {
                throw new AssertionError("expected " + Arrays.toString(expected) + ", found " + Arrays.toString(found));
            }
        }
        return null;
    }

    private static void evaluator(Run run, ExecutorService threads, Random random, Dataset data)
            throws InterruptedException, ExecutionException {
        try (Ensemble ensemble = ensemble()) {
            Evaluator evaluator = new Evaluator(ensemble, 2);
            Callable<Void> call = () -> {
                evaluator.evaluate(data);
                return null;
            };
            race(run, threads, random, evaluator, List.of(call));
        }
    }

    private static void closedEnsemble(Run run, ExecutorService threads, Random random, Dataset data)
            throws InterruptedException, ExecutionException {
        Ensemble ensemble = ensemble();
        try (Evaluator evaluator = new Evaluator(ensemble, 1);
                Evaluator other = new Evaluator(ensemble.members().getLast(), 1)) {
            Callable<Void> first = () -> {
                evaluator.evaluate(data);
                return null;
            };
            Callable<Void> second = () -> {
                other.predict(data);
                return null;
            };
            race(run, threads, random, ensemble, List.of(first, second));
        }
    }

    private static void trainer(Run run, ExecutorService threads, Random random, Dataset data)
            throws InterruptedException, ExecutionException {
        TrainingConfig config =
                TrainingConfig.defaults().withThreads(2).withBatchSize(8).withEpochs(1_000_000);
        try (Network network = Network.create(SPEC, DType.F32, Backend.NATIVE, Initializer.he(), 1)) {
            Trainer trainer = new Trainer(network, config);
            Future<?> fitting = threads.submit(() -> trainer.fit(data));
            Thread.sleep(random.nextInt(4));
            close(run, trainer);
            try {
                fitting.get();
            } catch (ExecutionException e) {
                requireRefusal(e);
            }
            close(run, trainer);
        }
    }

    private static void requireRefusal(ExecutionException e) throws ExecutionException {
        if (!(e.getCause() instanceof IllegalStateException)) {
            throw e;
        }
    }

    /** Closes at a random moment, while all calls are repeated until they are refused. */
    private static void race(
            Run run, ExecutorService threads, Random random, AutoCloseable closed, List<Callable<Void>> calls)
            throws InterruptedException, ExecutionException {
        CountDownLatch running = new CountDownLatch(calls.size());
        List<Future<Void>> futures = new ArrayList<>();
        for (Callable<Void> call : calls) {
            futures.add(threads.submit(() -> untilRefused(running, call)));
        }
        running.await();
        for (int i = random.nextInt(300); i > 0; i--) {
            Thread.onSpinWait();
        }
        close(run, closed);
        for (Future<Void> future : futures) {
            future.get();
        }
        close(run, closed);
    }

    private static void close(Run run, AutoCloseable closed) {
        long start = System.nanoTime();
        try {
            closed.close();
        } catch (Exception e) {
            run.finding("close failed: " + e, null, e);
        }
        if (System.nanoTime() - start > MOST_NANOS) {
            run.finding("close waited for more than " + MOST_NANOS / 1_000_000_000L + " seconds");
        }
    }

    private static Void untilRefused(CountDownLatch running, Callable<Void> call) throws Exception {
        try {
            while (true) {
                call.call();
                running.countDown();
            }
        } catch (IllegalStateException e) {
            running.countDown();
            if (!String.valueOf(e.getMessage()).endsWith("was closed")) {
                throw e;
            }
            return null;
        }
    }
}
