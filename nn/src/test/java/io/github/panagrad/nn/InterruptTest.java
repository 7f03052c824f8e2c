package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.io.Uninterrupted;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt is a request to stop: the step is finished, the checkpoint written, and the thread still interrupted. */
class InterruptTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(6).dense(5, Activation.tanh()).output(3, Loss.meanSquaredError());
    private static final TrainingConfig CONFIG =
            TrainingConfig.defaults().withBatchSize(10).withEpochs(3).withThreads(2);
    private static final Dataset DATA = LayerNetworks.data(50, 3);

    @TempDir
    Path parent;

    @AfterEach
    void clear() {
        assertTrue(!Thread.interrupted(), "a test left the thread interrupted");
    }

    private FitOptions options(Interval interval) {
        return FitOptions.none().withCheckpoints(new Checkpoints(parent.resolve("run"), interval, 3, OnFailure.STOP));
    }

    private byte[] model(TrainingConfig config, FitOptions options, Ending ending) throws IOException {
        Path file = parent.resolve("m.st");
        try (Network network = Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            assertEquals(ending, trainer.fit(DATA, options).ending());
            boolean interrupted = Thread.interrupted();
            assertEquals(ending == Ending.STOP_REQUESTED, interrupted);
            ModelFile.save(file, network, Map.of());
            return Files.readAllBytes(file);
        }
    }

    private static TrainingListener interruptsAfter(long at) {
        return new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                if (step == at) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** A checkpoint after each step is due while the thread is interrupted, too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 5, 7, 15})
    void stopsAfterTheStepWithACheckpoint(long step) throws IOException {
        byte[] whole = model(CONFIG, FitOptions.none(), Ending.COMPLETED);
        for (Interval interval : List.of(new Interval.Epochs(9), new Interval.Steps(1))) {
            model(CONFIG, options(interval).withListener(interruptsAfter(step)), Ending.STOP_REQUESTED);
            Path file = CheckpointFile.latest(parent.resolve("run")).orElseThrow();
            assertEquals(step, CheckpointFile.inspect(file).progress().steps());
            assertArrayEquals(whole, model(CONFIG, options(interval).resumedFrom(file), Ending.COMPLETED));
            for (Path checkpoint : CheckpointFile.list(parent.resolve("run"))) {
                Files.delete(checkpoint);
            }
        }
    }

    @Test
    void beforeTheFirstStepAndWhenResumed() throws IOException {
        byte[] whole = model(CONFIG, FitOptions.none(), Ending.COMPLETED);
        Thread.currentThread().interrupt();
        model(CONFIG, options(new Interval.Epochs(1)), Ending.STOP_REQUESTED);
        Path first = CheckpointFile.latest(parent.resolve("run")).orElseThrow();
        assertEquals(0, CheckpointFile.inspect(first).progress().steps());
        Thread.currentThread().interrupt();
        model(CONFIG, options(new Interval.Epochs(1)).resumedFrom(first), Ending.STOP_REQUESTED);
        assertArrayEquals(whole, model(CONFIG, options(new Interval.Epochs(1)).resumedFrom(first), Ending.COMPLETED));
    }

    @Test
    void lbfgs() throws IOException {
        TrainingConfig config = CONFIG.withOptimizer(Optimizer.lbfgs()).withBatchSize(50);
        byte[] whole = model(config, FitOptions.none(), Ending.COMPLETED);
        model(config, options(new Interval.Epochs(9)).withListener(interruptsAfter(2)), Ending.STOP_REQUESTED);
        Path file = CheckpointFile.latest(parent.resolve("run")).orElseThrow();
        assertEquals(2, CheckpointFile.inspect(file).progress().steps());
        assertArrayEquals(whole, model(config, options(new Interval.Epochs(9)).resumedFrom(file), Ending.COMPLETED));
    }

    /** The folder stays this training's: neither the first interrupt nor a later one takes its lock away. */
    @Test
    void aTaskThatAnInterruptSpoilsIsDoneAgain() throws IOException {
        List<Integer> tries = new ArrayList<>();
        Path file = parent.resolve("f");
        int result = Uninterrupted.call(() -> {
            tries.add(tries.size());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (tries.size() <= 2) {
                    Thread.currentThread().interrupt();
                }
                return channel.write(ByteBuffer.wrap(new byte[7]));
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(7, result);
        assertEquals(3, tries.size());
        assertEquals(7, Files.size(file));
    }
}
