package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.serve.ServedModel;
import io.github.panagrad.serve.ServedModelException;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every activation, loss, normalisation and kind of layer is served as the training library predicts; new ones are found here. */
class ServedNetworksTest {
    private static final int INPUTS = 5;
    private static final int ROWS = 77;

    @TempDir
    Path folder;

    private static NetworkSpec.Builder network() {
        return NetworkSpec.inputs(INPUTS);
    }

    private static Dense dense(int units) {
        return new Dense(units, Activation.tanh());
    }

    static Stream<Arguments> networks() {
        List<NetworkSpec> specs = new ArrayList<>();
        for (Activation activation : Activation.choices().all()) {
            specs.add(network().dense(13, activation).dense(3, activation).output(2, Loss.meanSquaredError()));
        }
        specs.add(network()
                .dense(7, new Activation.LeakyRelu(0.3))
                .dense(6, new Activation.Elu(1.7))
                .output(1, Loss.hinge()));
        for (Loss loss : Loss.choices().all()) {
            for (int outputs : loss instanceof Loss.SoftmaxCrossEntropy ? new int[] {2, 5} : new int[] {1, 5}) {
                specs.add(network().dense(dense(9)).output(outputs, loss));
            }
        }
        for (Normalization normalization : Normalization.choices().all()) {
            specs.add(network()
                    .dense(dense(11).withNormalization(normalization))
                    .dense(dense(6).withNormalization(normalization))
                    .output(3, Loss.softmaxCrossEntropy()));
        }
        for (LayerKind<?> kind : LayerKinds.all()) {
            for (Layer layer : kind.examples()) {
                specs.add(
                        kind instanceof RowLayerKind<?>
                                ? network()
                                        .dense(dense(layer instanceof Dense same ? same.units() : INPUTS))
                                        .layer(layer)
                                        .dense(dense(4))
                                        .output(2, Loss.poisson())
                                : network().embedding(layer).dense(dense(4)).output(1, Loss.binaryCrossEntropy()));
            }
        }
        specs.addAll(combinations());
        return specs.stream().flatMap(spec -> Stream.of(DType.F32, DType.F64).map(dtype -> Arguments.of(spec, dtype)));
    }

    private static List<NetworkSpec> combinations() {
        return List.of(
                network().output(1, Loss.binaryCrossEntropy()),
                network().output(7, Loss.softmaxCrossEntropy()),
                network()
                        .dense(dense(INPUTS).withSkip(1))
                        .dense(dense(INPUTS).withSkip(2))
                        .dense(dense(8))
                        .dense(dense(8).withSkip(1).withNormalization(new Normalization.LayerNorm(1e-3)))
                        .output(3, Loss.softmaxCrossEntropy()),
                network()
                        .embedding(new Embedding(1, 9, 4))
                        .embedding(new PeriodicRelu(4, 5, 0.5, 3))
                        .embedding(new PiecewiseLinear(0, List.of(-1.0, 0.0, 0.25, 2.0), 3))
                        .inputDropout(0.2)
                        .layer(new InputScale())
                        .layer(new MemberScale(4, List.of(2, 3)))
                        .dense(dense(12).withNormalization(new Normalization.BatchNorm(1e-4, 0.8)))
                        .dense(dense(12).withSkip(1).withDropout(0.1))
                        .output(3, Loss.softmaxCrossEntropy()),
                network()
                        .embedding(new Embedding(1, 9, 4))
                        .layer(new MemberScale(3))
                        .dense(dense(12).withAdapters(Dense.Adapters.OUTPUT))
                        .dense(dense(12).withAdapters(Dense.Adapters.BOTH).withSkip(1))
                        .dense(dense(13)
                                .withAdapters(Dense.Adapters.BOTH)
                                .withNormalization(new Normalization.BatchNorm(1e-3, 0.8)))
                        .layer(new MemberScale(2))
                        .dense(dense(9).withAdapters(Dense.Adapters.BOTH)
                                .withNormalization(new Normalization.LayerNorm(1e-3)))
                        .output(3, Loss.softmaxCrossEntropy()),
                network()
                        .embedding(new PeriodicDense(2, 3, 0.7, 4))
                        .layer(new MemberScale(3))
                        .layer(new MemberScale(2))
                        .dense(dense(6))
                        .output(1, Loss.meanSquaredError()));
    }

    /** Random numbers everywhere, where training would begin with 0 and 1. */
    static Network random(NetworkSpec spec, DType dtype, long seed) {
        Network network = Network.create(spec, dtype, Backend.preferred(), Initializer.he(), seed);
        RandomKey key = RandomKey.of(seed);
        for (Parameter parameter : network.parameters()) {
            key = key.fold(1);
            Tensor values = network.get(parameter);
            for (int r = 0; r < values.rows(); r++) {
                for (int c = 0; c < values.columns(); c++) {
                    double number = key.normal((long) r * values.columns() + c);
                    values.set(
                            r, c, parameter.label().equals("running_variance") ? 0.5 + Math.abs(number) : number / 2);
                }
            }
        }
        return network;
    }

    static double[][] rows(NetworkSpec spec, int count) {
        RandomKey key = RandomKey.of(7);
        double[][] rows = new double[count][spec.inputs()];
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < spec.inputs(); c++) {
                // Zeros, too, which single rows skip.
                rows[r][c] = (r + c) % 4 == 0 ? 0 : key.normal((long) r * spec.inputs() + c);
            }
            for (Layer layer : spec.embeddings()) {
                rows[r][layer.inputColumn().orElseThrow()] = layer.drawInput(key.fold(2), r);
            }
        }
        return rows;
    }

    static void assertClose(double[] expected, double[] found, double tolerance) {
        assertEquals(expected.length, found.length);
        for (int c = 0; c < expected.length; c++) {
            assertEquals(expected[c], found[c], tolerance * Math.max(1, Math.abs(expected[c])));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void predictsAsTheTrainer(NetworkSpec spec, DType dtype) throws IOException {
        Path file = folder.resolve("model.safetensors");
        double[][] rows = rows(spec, ROWS);
        try (Network network = random(spec, dtype, 3)) {
            ModelFile.save(file, network, Map.of());
        }
        requireSame(file, rows, dtype);
    }

    private static void requireSame(Path file, double[][] rows, DType dtype) {
        double tolerance = dtype == DType.F32 ? 1e-6 : 1e-9;
        ServedModel served = ServedModel.load(file);
        try (Predictor predictor = Predictor.load(file, Backend.preferred())) {
            double[][] batch = served.predict(rows);
            double[][] expected = predictor.predict(rows);
            for (int r = 0; r < rows.length; r++) {
                assertClose(predictor.predict(rows[r]), served.predict(rows[r]), tolerance);
                assertClose(expected[r], batch[r], tolerance);
            }
        }
    }

    @Test
    void ensemblesOfSeveralShapesAndWeights() throws IOException {
        Path file = folder.resolve("ensemble.safetensors");
        NetworkSpec plain = network().dense(dense(9)).output(3, Loss.softmaxCrossEntropy());
        NetworkSpec shared = network().layer(new MemberScale(3)).dense(dense(4)).output(3, Loss.softmaxCrossEntropy());
        for (DType dtype : DType.values()) {
            try (Ensemble ensemble = new Ensemble(
                    List.of(
                            random(plain, dtype, 1),
                            random(plain, dtype, 2),
                            random(shared, dtype, 3),
                            random(shared, dtype, 4),
                            random(plain, dtype, 5)),
                    List.of(1.0, 1.0, 0.25, 3.0, 0.5))) {
                ModelFile.save(file, ensemble, Map.of());
            }
            requireSame(file, rows(plain, ROWS), dtype);
            assertEquals(5, ServedModel.load(file).networks());
            try (Ensemble ensemble = new Ensemble(List.of(random(shared, dtype, 1), random(shared, dtype, 2)))) {
                ModelFile.save(file, ensemble, Map.of());
            }
            requireSame(file, rows(plain, ROWS), dtype);
        }
    }

    @Test
    void wideNetworksInSeveralBlocks() throws IOException {
        Path file = folder.resolve("wide.safetensors");
        NetworkSpec spec = NetworkSpec.inputs(707)
                .dense(401, Activation.relu())
                .dense(131, Activation.silu())
                .output(10, Loss.softmaxCrossEntropy());
        try (Network network = Network.create(spec, 1)) {
            ModelFile.save(file, network, Map.of());
        }
        requireSame(file, rows(spec, 413), DType.F32);
    }

    @Test
    void aFunctionOfTheProgramIsRefusedByName() throws IOException {
        Activation own = Activation.custom("own_served", Math::atan, z -> 1 / (1 + z * z));
        Path file = folder.resolve("own.safetensors");
        NetworkSpec spec = NetworkSpec.inputs(3).dense(4, own).output(1, Loss.meanSquaredError());
        try (Network network = Network.create(spec, 1)) {
            ModelFile.save(file, network, Map.of());
        }
        ServedModelException e = assertThrows(ServedModelException.class, () -> ServedModel.load(file));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("unknown activation 'own_served'"), message);
        assertTrue(message.contains("a function of a program's own cannot be served"), message);
    }

    @Test
    void everyMemberOfTheFamiliesIsTried() {
        Set<Class<?>> tried = new HashSet<>();
        networks().map(arguments -> (NetworkSpec) arguments.get()[0]).forEach(spec -> {
            tried.add(spec.loss().getClass());
            spec.embeddings().forEach(layer -> tried.add(layer.getClass()));
            for (Layer layer : spec.hidden()) {
                tried.add(layer.getClass());
                if (layer instanceof Dense dense) {
                    tried.add(dense.activation().getClass());
                    tried.add(dense.normalization().getClass());
                }
            }
        });
        Set<Class<?>> all =
                LayerKinds.all().stream().map(LayerKind::type).collect(Collectors.toCollection(HashSet::new));
        for (Class<? extends Choice> family : List.of(Activation.class, Loss.class, Normalization.class)) {
            leaves(family).forEach(all::add);
        }
        // Functions of a program's own, which a model only names.
        all.removeIf(Choice.Own.class::isAssignableFrom);
        all.removeAll(tried);
        assertEquals(Set.of(), all, "what no network has that is served");
        assertTrue(tried.size() > 30, () -> "only " + tried);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null ? Stream.of(type) : Arrays.stream(permitted).flatMap(ServedNetworksTest::leaves);
    }
}
