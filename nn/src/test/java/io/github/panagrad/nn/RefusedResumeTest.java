package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resuming is refused because of the folder that new checkpoints would go to: network and trainer are as they were. */
class RefusedResumeTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(LayerNetworks.INPUTS).output(3, Loss.meanSquaredError());

    @TempDir
    Path folder;

    private static Network network(long seed) {
        return Network.create(SPEC, DType.F32, Backend.JAVA, Initializer.he(), seed);
    }

    private static FitOptions into(Path directory) {
        return FitOptions.none().withCheckpoints(Checkpoints.in(directory, new Interval.Epochs(1)));
    }

    @Test
    void theNetworkIsNotChanged() {
        Dataset data = LayerNetworks.data(21, 3);
        TrainingConfig config =
                TrainingConfig.defaults().withThreads(1).withBatchSize(8).withEpochs(2);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path directory : new Path[] {first, second}) {
            try (Network network = network(1);
                    Trainer trainer = new Trainer(network, config)) {
                trainer.fit(data, into(directory));
            }
        }
        Path checkpoint = CheckpointFile.latest(first).orElseThrow();
        try (Network network = network(7);
                Trainer trainer = new Trainer(network, config.withEpochs(4))) {
            double[][] before = network.weights(0).toArray();
            assertThrows(
                    CheckpointException.class,
                    () -> trainer.fit(data, into(second).resumedFrom(checkpoint)));
            assertArrayEquals(before, network.weights(0).toArray());
            // And the folder of the right training is free.
            assertEquals(
                    4,
                    trainer.fit(data, into(first).resumedFrom(checkpoint))
                            .epochs()
                            .size());
        }
    }
}
