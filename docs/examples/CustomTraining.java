import io.github.panagrad.nn.*;
import io.github.panagrad.nn.checkpoint.*;
import io.github.panagrad.nn.data.*;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.tensor.*;

/**
 * Training with a listener, metrics, early stopping and checkpoints; the run is interrupted and resumed.
 */
void main() {
    Dataset.Split data = SyntheticData.spirals().generate(1).split(0.2, 1);
    NetworkSpec spec = NetworkSpec.inputs(2)
            .dense(64, Activation.relu())
            .dense(64, Activation.relu())
            .output(3, Loss.softmaxCrossEntropy());
    TrainingConfig config = TrainingConfig.defaults().withEpochs(30);
    Path folder = Path.of("checkpoints");
    FitOptions options = FitOptions.none()
            .withValidation(data.validation())
            .withMetrics(Metrics.byName("f1"))
            .withEarlyStopping(EarlyStopping.of(Monitor.validationLoss(), 5))
            .withCheckpoints(Checkpoints.in(folder, Interval.parse("2epochs")));

    // The first run is asked to stop in its third epoch. Any thread may request that; here a listener does.
    try (Network network = Network.create(spec, 42);
            Trainer trainer = new Trainer(network, config)) {
        TrainingListener stopping = new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                if (epoch == 3) {
                    trainer.requestStop();
                }
            }

            @Override
            public void onCheckpoint(Path file, long step) {
                IO.println("checkpoint after step " + step);
            }
        };
        IO.println("first: " + trainer.fit(data.training(), options.withListener(stopping)).ending());
    }

    // The second run continues from the checkpoint, which also works in another process. It produces the same bits as an uninterrupted run.
    Path latest = CheckpointFile.latest(folder).orElseThrow();
    try (Network network = Network.create(spec, 42);
            Trainer trainer = new Trainer(network, config)) {
        TrainingListener printing = new TrainingListener() {
            @Override
            public void onEpoch(EpochMetrics epoch) {
                IO.println("epoch " + epoch.epoch() + ": validation loss " + epoch.validationLoss() + ", f1 "
                        + epoch.metrics().get("f1"));
            }
        };
        History history = trainer.fit(
                data.training(), options.resumedFrom(latest).withListener(printing));
        IO.println("second: " + history.ending() + " after " + history.epochs().size() + " epochs");
        IO.println("accuracy " + history.last().validationAccuracy());
    }
}
