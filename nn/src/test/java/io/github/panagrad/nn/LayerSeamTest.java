package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.check.GradientCell;
import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Division;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Slab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two kinds of layers that the library does not have, each said in one file of the tests and registered here, are trained, saved,
 * loaded, resumed, planned and checked like its own.
 */
class LayerSeamTest {
    static {
        LayerKinds.register(ScaleLayer.KIND);
        LayerKinds.register(CurvesLayer.KIND);
    }

    private static final int ROWS = 67;

    private static final NetworkSpec SPEC = NetworkSpec.inputs(LayerNetworks.INPUTS)
            .embedding(new CurvesLayer(2, 3))
            .embedding(new Embedding(4, LayerNetworks.CATEGORIES, 4))
            .inputDropout(0.1)
            .layer(new ScaleLayer(1.5, 6, Division.FREE, 0))
            .dense(70, Activation.tanh(), 0.2)
            .layer(new ScaleLayer(0.5, 1, Division.FREE, 1))
            .dense(new Dense(33, Activation.tanh(), 0, Normalization.batchNorm(), 0))
            .layer(new ScaleLayer(0.25, 0.5, Division.WHOLE_ROWS, 0))
            .output(3, Loss.meanSquaredError());

    /** Without batch normalisation all can be divided by rows; the scales are at the bottom, in the middle and on top. */
    private static final NetworkSpec BY_ROWS = NetworkSpec.inputs(LayerNetworks.INPUTS)
            .embedding(new CurvesLayer(1, 2))
            .layer(new ScaleLayer(0.75, 1, Division.FREE, 1))
            .dense(70, Activation.tanh())
            .layer(new ScaleLayer(0.5, 2, Division.WHOLE_ROWS, 1))
            .output(3, Loss.meanSquaredError());

    @TempDir
    Path folder;

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static TrainingConfig config() {
        return TrainingConfig.defaults()
                .withBatchSize(ROWS)
                .withEpochs(6)
                .withLearningRate(0.01)
                .withRegularizers(new Regularizer.L2(0.1))
                .withReproducible(true);
    }

    private static Network network(NetworkSpec spec, Arithmetic arithmetic) {
        return Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.glorot(), 3);
    }

    private static Map<String, double[][]> values(Network network) {
        Map<String, double[][]> values = new HashMap<>();
        network.parameters()
                .forEach(parameter ->
                        values.put(parameter.name(), network.get(parameter).toArray()));
        return values;
    }

    private static void assertSame(Map<String, double[][]> expected, Map<String, double[][]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), name));
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void trainsToTheSameBitsOnAnyNumberOfThreads(Arithmetic arithmetic) {
        Dataset data = LayerNetworks.data(200, 10);
        Map<String, double[][]> first = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (Network network = network(SPEC, arithmetic);
                    Network before = network(SPEC, arithmetic);
                    Trainer trainer = new Trainer(network, config().withThreads(threads))) {
                History history = trainer.fit(data);
                assertTrue(
                        history.last().trainLoss() < history.epochs().getFirst().trainLoss(), history::toString);
                for (Parameter parameter : network.parameters()) {
                    assertNotEquals(
                            before.get(parameter).get(0, 0),
                            network.get(parameter).get(0, 0),
                            parameter.name());
                }
                Map<String, double[][]> values = values(network);
                first = first == null ? values : first;
                assertSame(first, values);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void predictsTheSameAfterItWasSaved(Arithmetic arithmetic) throws IOException {
        Path file = folder.resolve("network.safetensors");
        Dataset data = LayerNetworks.data(31, 4);
        double[][] x = LayerNetworks.samples(31, 4);
        try (Network network = network(SPEC, arithmetic);
                Trainer trainer = new Trainer(network, config().withThreads(2));
                Evaluator evaluator = new Evaluator(network, 2)) {
            trainer.fit(data);
            ModelFile.save(file, network, Map.of());
            try (Network loaded = ModelFile.load(file, arithmetic.backend());
                    Predictor predictor = new Predictor(loaded)) {
                assertEquals(SPEC, loaded.spec());
                assertSame(values(network), values(loaded));
                double[][] expected = evaluator.predict(data);
                double[][] found = predictor.predict(x);
                for (int r = 0; r < x.length; r++) {
                    assertArrayEquals(expected[r], found[r], "row " + r);
                    assertArrayEquals(found[r], predictor.predict(x[r]), 100 * arithmetic.tolerance());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void resumesToTheSameBits(Arithmetic arithmetic) throws IOException {
        Dataset data = LayerNetworks.data(150, 6);
        Path whole = train(arithmetic, data, "whole", 6, 6);
        Path parts = train(arithmetic, data, "parts", 2, 6);
        assertEquals(-1, Files.mismatch(whole, parts));
    }

    /** Trains for some epochs, and then from a checkpoint to the end, in a network that has nothing but that checkpoint. */
    private Path train(Arithmetic arithmetic, Dataset data, String name, int epochs, int all) throws IOException {
        Path directory = folder.resolve(name);
        FitOptions options = FitOptions.none().withCheckpoints(Checkpoints.in(directory, new Interval.Epochs(1)));
        Path file = folder.resolve(name + ".safetensors");
        try (Network network = network(SPEC, arithmetic);
                Trainer trainer =
                        new Trainer(network, config().withEpochs(epochs).withThreads(2))) {
            trainer.fit(data, options);
            ModelFile.save(file, network, Map.of());
        }
        if (epochs == all) {
            return file;
        }
        try (Network network = new Network(SPEC, arithmetic.dtype(), arithmetic.backend());
                Trainer trainer = new Trainer(network, config().withEpochs(all).withThreads(2))) {
            trainer.fit(
                    data, options.resumedFrom(CheckpointFile.latest(directory).orElseThrow()));
            ModelFile.save(file, network, Map.of());
        }
        return file;
    }

    private static List<IntFunction<StepPlan>> plans(NetworkSpec spec) {
        List<IntFunction<StepPlan>> plans = new ArrayList<>(List.of(rows -> StepPlan.fixed(spec.architecture(), rows)));
        for (int threads = 1; threads <= 3; threads++) {
            int count = threads;
            plans.add(rows -> StepPlan.forThreads(spec.architecture(), rows, count));
        }
        // All layers divided by columns, the narrow ones too.
        plans.add(rows -> {
            StepPlan plan = StepPlan.forThreads(spec.architecture(), rows, 2);
            List<List<StepPlan.Block>> blocks = IntStream.range(0, spec.layers())
                    .mapToObj(l -> spec.fanOut(l) > 64 && l % 2 == 1
                            ? List.of(new StepPlan.Block(0, 64), new StepPlan.Block(64, spec.fanOut(l)))
                            : List.of(new StepPlan.Block(0, spec.fanOut(l))))
                    .toList();
            return new StepPlan(rows, plan.shards(), blocks, plan.tiles());
        });
        return plans;
    }

    @Test
    void passesTheGradientCheckHoweverItIsDivided() {
        Dataset data = LayerNetworks.data(ROWS, 8);
        for (NetworkSpec spec : List.of(SPEC, BY_ROWS)) {
            for (Backend backend : Backend.values()) {
                try (Network network = network(spec, new Arithmetic(backend, DType.F64))) {
                    for (IntFunction<StepPlan> plan : plans(spec)) {
                        try (Backpropagation backpropagation = new Backpropagation(
                                network, data, Penalty.of(List.of(new Regularizer.L2(0.3))), 2, plan)) {
                            backpropagation.drawMasks(5);
                            GradientCheck.Report report =
                                    GradientCheck.run(network, backpropagation, GradientCheck.DEFAULT_EPSILON);
                            report.assertBelow(GradientCheck.TOLERANCE);
                            assertEquals(
                                    Parameter.of(spec).stream()
                                            .filter(Parameter::isTrained)
                                            .count(),
                                    report.entries().size());
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void allocatesWhatIsPlanned(Arithmetic arithmetic) {
        Dataset data = LayerNetworks.data(300, 2);
        for (int threads = 1; threads <= 3; threads++) {
            TrainingConfig config = config().withReproducible(false)
                    .withEpochs(1)
                    .withThreads(threads)
                    .withBatchSize(100);
            // A worker's memory for evaluating is made when it first has some, which is only sure of the first.
            int evaluators = threads == 1 ? 1 : 0;
            MemoryPlan plan = MemoryPlan.of(SPEC, arithmetic.dtype(), arithmetic.backend(), config, evaluators);
            long before = Slab.totalBytes();
            try (Network network = network(SPEC, arithmetic);
                    Trainer trainer = new Trainer(network, config)) {
                assertEquals(network.bytes(), plan.parameters());
                trainer.fit(data, evaluators == 1 ? data : null, TrainingListener.NONE);
                assertEquals(Slab.totalBytes() - before, plan.total(), plan::toString);
            }
        }
    }

    /** One step of plain gradient descent moves a parameter by the rate, its factor and the gradient. */
    @Test
    void theFactorOfTheLearningRateIsUsed() {
        Dataset data = LayerNetworks.data(ROWS, 9);
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(Optimizer.sgd())
                .withLearningRate(0.5)
                .withBatchSize(ROWS)
                .withEpochs(1)
                .withThreads(1);
        Arithmetic arithmetic = new Arithmetic(Backend.JAVA, DType.F64);
        try (Network network = network(BY_ROWS, arithmetic);
                Network before = network(BY_ROWS, arithmetic);
                Backpropagation gradients = new Backpropagation(before, data, 0);
                Trainer trainer = new Trainer(network, config)) {
            gradients.run();
            trainer.fit(data);
            for (Parameter parameter : network.parameters()) {
                double factor = parameter.name().equals("layers.2.factor") ? 2 : 1;
                double expected = before.get(parameter).get(0, 0)
                        - 0.5 * factor * gradients.gradient(parameter).get(0, 0);
                assertEquals(expected, network.get(parameter).get(0, 0), 1e-12, parameter.name());
            }
        }
    }

    @Test
    void kernelsAreWarmedUp() {
        try (WarmUp warmUp = new WarmUp(SPEC, DType.F32, Backend.JAVA, config(), Rows.Storage.F32)) {
            warmUp.await();
        }
    }

    /** The examples of the kinds are in the table that the command line checks. */
    @Test
    void theKindsAreInTheTableOfGradientChecks() {
        List<GradientCell> cells = GradientCell.row(
                Activation.tanh(), Loss.meanSquaredError(), List.of(Backend.JAVA), 1, GradientCell.byDifferences());
        for (Class<?> kind : List.of(ScaleLayer.class, CurvesLayer.class, Embedding.class)) {
            String name = kind.getSimpleName().toLowerCase(Locale.ROOT);
            GradientCell cell = cells.stream()
                    .filter(c -> c.variant().name().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertTrue(cell.isGood(), () -> cell.name() + "\n" + cell.report());
        }
    }

    @Test
    void theKindIsInTheDescription() {
        String json = SpecJson.write(SPEC);
        assertTrue(json.contains("{\"kind\":\"test_scale\",\"start\":1.5,"), json);
        assertTrue(json.contains("{\"kind\":\"test_curves\",\"column\":2,\"dimension\":3}"), json);
        assertTrue(json.contains("{\"units\":70,"), json);
        assertEquals(SPEC, SpecJson.read(json));
    }

    private static String complaint(Executable bad) {
        return Objects.requireNonNull(
                assertThrows(IllegalArgumentException.class, bad).getMessage());
    }

    private record Stranger() implements Layer {}

    @Test
    void whatDoesNotBelongIsRefused() {
        Loss loss = Loss.meanSquaredError();
        String stranger =
                complaint(() -> NetworkSpec.inputs(2).layer(new Stranger()).output(1, loss));
        assertTrue(stranger.contains("Stranger is not a layer of this library"), stranger);
        String embedding = complaint(
                () -> NetworkSpec.inputs(2).layer(new Embedding(0, 2, 2)).output(1, loss));
        assertTrue(embedding.contains("Embedding replaces an input column"), embedding);
        String dense = complaint(() ->
                NetworkSpec.inputs(2).embedding(new Dense(2, Activation.relu())).output(1, loss));
        assertTrue(dense.contains("Dense cannot replace an input column"), dense);
        String twice = complaint(() -> LayerKinds.register(ScaleLayer.KIND));
        assertTrue(twice.contains("test_scale is registered already"), twice);
        String unknown = complaint(() -> SpecJson.read(
                "{\"inputs\":1,\"hidden\":[{\"kind\":\"other\"}],\"outputs\":1,\"loss\":\"mean_squared_error\"}"));
        assertTrue(
                unknown.contains(
                        "unknown kind of layer 'other'; there are: dense, embedding, piecewise_linear, pbld, plr, member_scale, input_scale"),
                unknown);
        String field = complaint(() -> SpecJson.read("{\"inputs\":1,\"hidden\":[{\"kind\":\"test_scale\","
                + "\"division\":\"FREE\",\"units\":3}],\"outputs\":1,\"loss\":\"mean_squared_error\"}"));
        assertTrue(field.contains("unknown field 'units' in a hidden layer"), field);
        String place = complaint(() -> SpecJson.read("{\"inputs\":1,\"embeddings\":[{\"kind\":\"test_scale\","
                + "\"division\":\"FREE\"}],\"hidden\":[],\"outputs\":1,\"loss\":\"mean_squared_error\"}"));
        assertTrue(place.contains("ScaleLayer cannot replace an input column"), place);
    }
}
