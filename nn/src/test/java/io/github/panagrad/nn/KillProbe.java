package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Trains in a JVM of its own, which {@link KillTest} kills, and goes on from the last checkpoint there is. */
final class KillProbe {
    /** So large that writing a checkpoint takes as long as a step. */
    private static final NetworkSpec SPEC = NetworkSpec.inputs(LayerNetworks.INPUTS)
            .dense(new Dense(150, Activation.relu(), 0.2, Normalization.batchNorm(), 0))
            .dense(150, Activation.tanh(), 0.1)
            .output(3, Loss.meanSquaredError());

    private static final int ROWS = 1003;

    private KillProbe() {}

    /**
     * Trains to the end, and prints the steps that were done each time a checkpoint is written.
     *
     * @param args the folder of the checkpoints, the model file, and the steps from one checkpoint to the next
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        FitOptions options = FitOptions.none()
                .withValidation(LayerNetworks.data(101, 5))
                .withEarlyStopping(EarlyStopping.of(Monitor.validationLoss(), 3))
                .withCheckpoints(Checkpoints.in(folder, new Interval.Steps(Long.parseLong(args[2]))))
                .withListener(new TrainingListener() {
                    @Override
                    public void onCheckpoint(Path file, long step) {
                        System.out.println("checkpoint " + step);
                    }
                });
        Optional<Path> latest = CheckpointFile.latest(folder);
        if (latest.isPresent()) {
            options = options.resumedFrom(latest.get());
        }
        TrainingConfig config = TrainingConfig.defaults()
                .withSchedule(Schedule.parse("plateau:initial=0.01,patience=1", Map.of()))
                .withBatchSize(64)
                .withEpochs(20)
                .withThreads(2);
        Dataset data = LayerNetworks.data(ROWS, 3);
        // The plain loops are at full speed at once; vector code would have to be compiled in each life.
        try (Network network = Network.create(SPEC, DType.F32, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            History history = trainer.fit(data, options);
            ModelFile.save(
                    Path.of(args[1]),
                    network,
                    Map.of("epochs", String.valueOf(history.epochs().size())));
        }
        System.out.println("done " + Files.size(Path.of(args[1])));
    }
}
