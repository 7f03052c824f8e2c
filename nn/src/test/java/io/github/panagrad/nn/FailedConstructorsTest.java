package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What was opened is closed when something later in the same constructor, or in the same call, fails: memory and threads. */
class FailedConstructorsTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(5).dense(7, Activation.relu(), 0.1).output(3, Loss.softmaxCrossEntropy());
    private static final Dataset DATA = Networks.batch(40, 5, 3, Loss.softmaxCrossEntropy(), 1);

    /** A tensor of so many rows and units has too many elements, one of few units has not. */
    private static final int MANY = 1 << 16;

    private static Network network(NetworkSpec spec) {
        return Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1);
    }

    private static Set<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("panagrad-"))
                .collect(Collectors.toSet());
    }

    /** Checks that memory and threads are as before. */
    private static void leavesNothing(Class<? extends Throwable> failure, Executable call) throws InterruptedException {
        long before = Slab.totalBytes();
        Set<Thread> threadsBefore = workers();
        assertThrows(failure, call);
        assertEquals(before, Slab.totalBytes());
        for (Thread thread : workers()) {
            if (!threadsBefore.contains(thread)) {
                thread.join(30_000);
                assertFalse(thread.isAlive(), thread::getName);
            }
        }
    }

    @Test
    void aTrainer() throws InterruptedException {
        try (Network network =
                network(NetworkSpec.inputs(3).dense(MANY, Activation.relu()).output(1, Loss.meanSquaredError()))) {
            leavesNothing(
                    IllegalArgumentException.class,
                    () -> new Trainer(
                            network, TrainingConfig.defaults().withThreads(2).withBatchSize(MANY)));
        }
    }

    /** The plan of the steps is asked for first when memory is allocated, then when the batch is met. */
    @Test
    void aBackpropagation() throws InterruptedException {
        try (Network network = network(SPEC)) {
            for (Throwable failure : List.of(new IllegalStateException("no plan"), new StackOverflowError("no plan"))) {
                for (int fails = 1; fails <= 2; fails++) {
                    int failsAt = fails;
                    int[] calls = {0};
                    IntFunction<StepPlan> planner = rows -> {
                        if (++calls[0] < failsAt) {
                            return StepPlan.forThreads(SPEC.architecture(), rows, 2);
                        }
                        if (failure instanceof Error error) {
                            throw error;
                        }
                        throw new IllegalStateException(failure);
                    };
                    leavesNothing(
                            failure.getClass(),
                            () -> new Backpropagation(network, DATA, Penalty.of(List.of()), 2, planner));
                    assertEquals(fails, calls[0]);
                }
            }
        }
    }

    /** The parameters of the best epoch are there before the folder of the checkpoints is opened. */
    @Test
    void aTraining(@TempDir Path folder) throws InterruptedException {
        FitOptions options = FitOptions.none()
                .withEarlyStopping(EarlyStopping.of(Monitor.trainingLoss(), 3))
                .withCheckpoints(Checkpoints.in(folder.resolve("no").resolve("where"), new Interval.Steps(1)))
                .withListener(new TrainingListener() {
                    @Override
                    public void onCheckpointFailed(long step, Exception failure) {
                        throw new AssertionError("a listener fails", failure);
                    }
                });
        try (Network network = network(SPEC);
                Trainer trainer = new Trainer(network, TrainingConfig.defaults().withThreads(1))) {
            leavesNothing(AssertionError.class, () -> trainer.fit(DATA, options));
        }
    }
}
