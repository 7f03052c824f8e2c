import io.github.panagrad.nn.*;
import io.github.panagrad.nn.data.*;
import io.github.panagrad.nn.optim.*;
import io.github.panagrad.tensor.*;

/** Handwritten digits. Arguments: the folder with the four MNIST files, and optionally the number of epochs (default 6). */
void main(String[] arguments) throws IOException {
    IdxFolder mnist = IdxFolder.read(Path.of(arguments[0]));
    int epochs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
    Dataset.Split samples = mnist.training().split(0.1, 1);
    Dataset test = mnist.test().orElseThrow();

    NetworkSpec spec = NetworkSpec.inputs(mnist.training().columns())
            .dense(512, Activation.relu(), 0.2)
            .dense(256, Activation.relu(), 0.2)
            .output(10, Loss.softmaxCrossEntropy());
    TrainingConfig config =
            TrainingConfig.defaults().withEpochs(epochs).withSchedule(Schedule.cosine(0.001, epochs));
    try (Network network = Network.create(spec, 42);
            Trainer trainer = new Trainer(network, config);
            Evaluator evaluator = new Evaluator(network, trainer.threads())) {
        TrainingListener printing = new TrainingListener() {
            @Override
            public void onEpoch(EpochMetrics epoch) {
                IO.println("epoch " + epoch.epoch() + ", validation accuracy " + epoch.validationAccuracy());
            }
        };
        trainer.fit(samples.training(), samples.validation(), printing);
        IO.println("test accuracy " + evaluator.evaluate(test).accuracy());
        ModelFile.save(Path.of("mnist.safetensors"), network, Map.of());
    }
}
