import io.github.panagrad.nn.*;
import io.github.panagrad.nn.data.*;
import io.github.panagrad.tensor.*;

/** Predictions from one model file by many threads, as in a server. */
void main() throws Exception {
    Path model = Path.of("moons.safetensors");
    train(model);

    // All threads share one predictor, which holds a copy of the parameters; they do not block each other.
    try (Predictor predictor = Predictor.load(model, Backend.preferred());
            ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<double[]>> answers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            double[] features = {Math.cos(i), Math.sin(i)};
            answers.add(requests.submit(() -> predictor.predict(features)));
        }
        int right = 0;
        for (int i = 0; i < answers.size(); i++) {
            double[] alone = predictor.predict(new double[] {Math.cos(i), Math.sin(i)});
            right += Arrays.equals(alone, answers.get(i).get()) ? 1 : 0;
        }
        IO.println("same as alone: " + right + " of " + answers.size());

        // Predicting many rows at once is cheaper than predicting them one by one.
        double[][] batch = new double[500][];
        Arrays.setAll(batch, i -> new double[] {Math.cos(i), Math.sin(i)});
        IO.println("batch of " + predictor.predict(batch).length);
    }
}

void train(Path model) throws IOException {
    NetworkSpec spec = NetworkSpec.inputs(2).dense(32, Activation.tanh()).output(1, Loss.binaryCrossEntropy());
    try (Network network = Network.create(spec, 42);
            Trainer trainer = new Trainer(network, TrainingConfig.defaults())) {
        trainer.fit(SyntheticData.moons().generate(1));
        ModelFile.save(model, network, Map.of());
    }
}
