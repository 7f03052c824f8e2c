package io.github.panagrad.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.InputScale;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.nn.PeriodicDense;
import io.github.panagrad.nn.PeriodicRelu;
import io.github.panagrad.nn.PiecewiseLinear;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.nn.check.GradientVariant;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks without preprocessing, in the ONNX Runtime and here: everything that can be chosen, so that nothing new is left out. */
class NetworkExportTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    static Stream<Activation> activations() {
        return Stream.concat(
                Activation.choices().all().stream(),
                Stream.of(
                        new Activation.LeakyRelu(1.0 / 3),
                        new Activation.Elu(0.3),
                        new Activation.PRelu(-0.4),
                        new Activation.ParametricMish(0.7)));
    }

    /** Each activation with each loss, normalisation and kind of layer. */
    @ParameterizedTest
    @MethodSource("activations")
    void everythingThatHasAGradientCheckIsExported(Activation activation) throws IOException {
        for (GradientVariant variant : GradientVariant.all()) {
            if (variant.penalties().isEmpty() && !variant.isWeighted()) {
                for (Loss loss : Loss.choices().all()) {
                    compare(variant.spec(activation, loss), 5);
                }
            }
        }
    }

    @Test
    void everyExampleOfALayerIsExported() throws IOException {
        for (Layer layer : Layer.examples()) {
            NetworkSpec.Builder builder = NetworkSpec.inputs(6);
            if (layer.inputColumn().isPresent()) {
                builder.embedding(layer);
            } else {
                // A skip connection adds as many units as the layer has.
                builder.dense(layer instanceof Dense dense ? dense.units() : 5, Activation.tanh())
                        .layer(layer);
            }
            compare(builder.dense(7, Activation.tanh()).output(2, Loss.softmaxCrossEntropy()), 7);
        }
    }

    static Stream<NetworkSpec> networks() {
        Normalization batch = Normalization.batchNorm();
        Normalization layer = new Normalization.LayerNorm(1e-3);
        Activation prelu = Activation.prelu();
        List<Layer> embeddings = List.of(
                new PeriodicDense(5, 4, 0.5, 3),
                new Embedding(1, 5, 3),
                new PiecewiseLinear(0, List.of(-1.0, -0.5, 0.25, 1.5), 5),
                new PiecewiseLinear(2, List.of(-0.5, 0.75), 3),
                new PeriodicRelu(3, 7, 1.5, 4),
                new Embedding(4, 3, 2));
        Loss loss = Loss.softmaxCrossEntropy();
        return Stream.of(
                NetworkSpec.inputs(1).output(1, Loss.meanSquaredError()),
                NetworkSpec.inputs(784).dense(207, Activation.relu()).output(10, loss),
                NetworkSpec.inputs(6).embeddings(embeddings).output(3, Loss.hinge()),
                NetworkSpec.inputs(7)
                        .embeddings(embeddings)
                        .inputDropout(0.3)
                        .layers(List.of(
                                new MemberScale(3, List.of(1, 3)),
                                new InputScale(),
                                new Dense(35, prelu, 0.2, layer, 0),
                                new Dense(35, prelu, 0.2, batch, 1),
                                new Dense(35, Activation.identity(), 0, Normalization.none(), 2)))
                        .output(4, loss),
                NetworkSpec.inputs(7)
                        .embeddings(embeddings)
                        .layers(List.of(
                                new MemberScale(3),
                                new Dense(11, prelu, 0.2, batch, 0, Dense.Adapters.OUTPUT),
                                new Dense(11, Activation.mish(), 0, layer, 1, Dense.Adapters.BOTH),
                                new Dense(9, Activation.relu(), 0, Normalization.none(), 0, Dense.Adapters.BOTH)))
                        .output(4, loss),
                // Skip connections from the inputs and over several layers.
                NetworkSpec.inputs(6)
                        .layers(List.of(
                                new Dense(6, Activation.gelu(), 0, batch, 1),
                                new Dense(6, Activation.silu(), 0, layer, 2),
                                new InputScale(),
                                new Dense(6, Activation.mish(), 0.1, Normalization.none(), 4)))
                        .output(1, Loss.poisson()),
                NetworkSpec.inputs(5)
                        .layers(List.of(
                                new MemberScale(2),
                                new Dense(9, Activation.relu(), 0, layer, 0),
                                new MemberScale(3),
                                new Dense(9, Activation.tanh(), 0, batch, 1)))
                        .output(1, Loss.binaryCrossEntropy()),
                NetworkSpec.inputs(3).layer(new MemberScale(16)).output(2, Loss.binaryCrossEntropy()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void networksOfManyPartsAreExported(NetworkSpec spec) throws IOException {
        for (int rows : new int[] {1, 13, 300}) {
            compare(spec, rows);
        }
    }

    @Test
    void predictionsOfSeveralNetworksAreAveragedByWeight() throws IOException {
        for (int outputs : new int[] {1, 3}) {
            NetworkSpec plain =
                    NetworkSpec.inputs(5).dense(7, Activation.relu()).output(outputs, Loss.binaryCrossEntropy());
            NetworkSpec shared = NetworkSpec.inputs(5)
                    .layer(new MemberScale(4))
                    .dense(7, Activation.relu())
                    .output(outputs, Loss.binaryCrossEntropy());
            try (Ensemble ensemble = new Ensemble(
                    List.of(random(plain, 1), random(shared, 2), random(plain, 3)), List.of(0.5, 3.0, 1e-3))) {
                compare(ensemble, 17);
            }
        }
    }

    /** Where exponentials overflow or round to nothing. */
    @Test
    void largeNumbersAreNoProblem() throws IOException {
        for (Activation activation : activations().toList()) {
            NetworkSpec spec = NetworkSpec.inputs(1).dense(1, activation).output(1, Loss.meanSquaredError());
            Network network = new Network(spec, DType.F32, Backend.JAVA);
            for (Parameter parameter : network.parameters()) {
                network.get(parameter).fill(parameter.label().equals("bias") ? 0 : 1);
            }
            try (Ensemble one = Ensemble.of(network)) {
                compare(one, new double[][] {{-1e4}, {-100}, {-20.5}, {-1e-20}, {-0.0}, {0}, {1e-20}, {3}, {89}, {1e4}
                });
            }
        }
    }

    private void compare(NetworkSpec spec, int rows) throws IOException {
        try (Ensemble one = Ensemble.of(random(spec, 1))) {
            compare(one, rows);
        }
    }

    private void compare(Ensemble ensemble, int rows) throws IOException {
        compare(ensemble, samples(ensemble.spec(), rows));
    }

    private void compare(Ensemble ensemble, double[][] samples) throws IOException {
        NetworkSpec spec = ensemble.spec();
        Path file = folder.resolve("m.onnx");
        new OnnxExport(ensemble).write(file);
        float[][] features = new float[samples.length][spec.inputs()];
        for (int r = 0; r < samples.length; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                features[r][c] = (float) samples[r][c];
            }
        }
        try (OnnxModel model = new OnnxModel(file);
                Predictor predictor = new Predictor(ensemble)) {
            OnnxModel.Outputs found = model.run(Map.of("features", features));
            compare(spec, predictor.predict(samples), found);
        }
    }

    private static void compare(NetworkSpec spec, double[][] expected, OnnxModel.Outputs found) {
        PredictionKind kind = spec.loss().predictionKind();
        double[][] numbers = switch (kind) {
            case VALUES -> found.values();
            case DECISION_VALUES -> found.scores();
            case PROBABILITIES -> found.probabilities();
        };
        for (int r = 0; r < expected.length; r++) {
            double[] row = expected[r];
            if (kind == PredictionKind.PROBABILITIES && row.length == 1) {
                row = new double[] {1 - row[0], row[0]};
            }
            assertEquals(row.length, numbers[r].length);
            for (int c = 0; c < row.length; c++) {
                double scale = Math.max(1, Math.abs(row[c]));
                double difference = Math.abs(row[c] - numbers[r][c]);
                int at = r;
                int column = c;
                assertTrue(
                        difference <= TOLERANCE * scale,
                        () -> spec + ": row " + at + ", output " + column + ": expected "
                                + expected[at][column % expected[at].length] + ", found " + numbers[at][column]);
            }
            if (kind != PredictionKind.VALUES && isClear(expected[r], spec)) {
                assertEquals(String.valueOf(kind.predictedClass(expected[r])), found.labels()[r], spec::toString);
            }
        }
    }

    /** Whether rounding cannot change the class. */
    private static boolean isClear(double[] row, NetworkSpec spec) {
        if (row.length == 1) {
            return Math.abs(row[0] - spec.loss().threshold()) > TOLERANCE;
        }
        double[] sorted = row.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1] - sorted[sorted.length - 2] > TOLERANCE;
    }

    /** Returns a network none of whose parameters is as it starts. */
    static Network random(NetworkSpec spec, long seed) {
        Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.glorot(), seed);
        RandomKey key = RandomKey.of(seed);
        List<Parameter> parameters = network.parameters();
        for (int p = 0; p < parameters.size(); p++) {
            Tensor values = network.get(parameters.get(p));
            boolean isPositive = List.of("scale", "share", "running_variance")
                    .contains(parameters.get(p).label());
            boolean isVector =
                    parameters.get(p).isVector() || parameters.get(p).group().equals(Parameter.EMBEDDINGS);
            for (int r = 0; r < values.rows(); r++) {
                for (int c = 0; c < values.columns(); c++) {
                    long at = (long) r * values.columns() + c;
                    if (isPositive) {
                        values.set(r, c, 0.5 + key.fold(p).uniform(at));
                    } else if (isVector) {
                        values.set(r, c, 0.4 * key.fold(p).normal(at));
                    }
                }
            }
        }
        return network;
    }

    static double[][] samples(NetworkSpec spec, int rows) {
        RandomKey key = RandomKey.of(7);
        double[][] samples = new double[rows][spec.inputs()];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                samples[r][c] = (float) key.normal((long) r * spec.inputs() + c);
            }
            for (Layer layer : spec.embeddings()) {
                samples[r][layer.inputColumn().orElseThrow()] = (float) layer.drawInput(key.fold(3), r);
            }
        }
        return samples;
    }
}
