package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training that is asked to stop ends after the step under way, and the trainer trains again. */
class StopRequestTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(6).output(3, Loss.meanSquaredError());
    private static final TrainingConfig CONFIG =
            TrainingConfig.defaults().withBatchSize(10).withEpochs(3).withThreads(1);
    private static final Dataset DATA = LayerNetworks.data(50, 3);

    private static Network network() {
        return Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
    }

    private static TrainingListener stopAt(Trainer trainer, long at) {
        return new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                if (step == at) {
                    trainer.requestStop();
                }
            }
        };
    }

    @Test
    void afterTheStepUnderWay() {
        for (long at : new long[] {1, 4, 5, 6, 14, 15}) {
            try (Network network = network();
                    Trainer trainer = new Trainer(network, CONFIG)) {
                History history = trainer.fit(DATA, FitOptions.none().withListener(stopAt(trainer, at)));
                assertEquals(Ending.STOP_REQUESTED, history.ending());
                assertEquals(at, history.steps());
                // The epoch whose last step it was is not over: it was not evaluated.
                assertEquals((at - 1) / 5, history.epochs().size());
                History again = trainer.fit(DATA);
                assertEquals(Ending.COMPLETED, again.ending());
                assertEquals(at + 15, again.steps());
                assertEquals(3, again.epochs().size());
            }
        }
    }

    @Test
    void beforeTheFirstStep(@TempDir Path folder) {
        try (Network network = network();
                Trainer trainer = new Trainer(network, CONFIG)) {
            trainer.requestStop();
            Checkpoints checkpoints = Checkpoints.in(folder, new Interval.Epochs(1));
            History history = trainer.fit(DATA, FitOptions.none().withCheckpoints(checkpoints));
            assertEquals(new History(java.util.List.of(), 0, Ending.STOP_REQUESTED), history);
            Path file = CheckpointFile.latest(folder).orElseThrow();
            assertEquals(0, CheckpointFile.inspect(file).progress().steps());
            assertEquals(
                    15,
                    trainer.fit(
                                    DATA,
                                    FitOptions.none()
                                            .withCheckpoints(checkpoints)
                                            .resumedFrom(file))
                            .steps());
        }
    }

    @Test
    void lbfgsAfterTheIteration() {
        TrainingConfig config = CONFIG.withOptimizer(Optimizer.lbfgs()).withBatchSize(50);
        try (Network network = network();
                Trainer trainer = new Trainer(network, config)) {
            History history = trainer.fit(DATA, FitOptions.none().withListener(stopAt(trainer, 2)));
            assertEquals(Ending.STOP_REQUESTED, history.ending());
            assertEquals(2, history.epochs().size());
            assertEquals(Ending.CONVERGED, longTraining());
        }
    }

    private static Ending longTraining() {
        TrainingConfig config =
                CONFIG.withOptimizer(Optimizer.lbfgs()).withBatchSize(50).withEpochs(1000);
        try (Network network = network();
                Trainer trainer = new Trainer(network, config)) {
            return trainer.fit(DATA).ending();
        }
    }

    @Test
    @Timeout(20)
    void fromAnotherThread() throws InterruptedException {
        AtomicLong steps = new AtomicLong();
        try (Network network = network();
                Trainer trainer = new Trainer(network, CONFIG.withEpochs(Integer.MAX_VALUE))) {
            Thread asks = Thread.ofPlatform().start(() -> {
                while (steps.get() < 100) {
                    Thread.onSpinWait();
                }
                trainer.requestStop();
            });
            History history = trainer.fit(DATA, null, new TrainingListener() {
                @Override
                public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                    steps.set(step);
                }
            });
            asks.join();
            assertEquals(Ending.STOP_REQUESTED, history.ending());
            assertTrue(history.steps() >= 100);
        }
    }
}
