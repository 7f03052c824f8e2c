package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several networks predict the mean of what each predicts, and are judged by that. */
class EnsembleTest {
    private static final int MEMBERS = 3;

    /** More than a block. */
    private static final int ROWS = 301;

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static NetworkSpec spec(Loss loss) {
        return NetworkSpec.inputs(7).dense(13, Activation.tanh(), 0.5).output(3, loss);
    }

    private static Ensemble ensemble(NetworkSpec spec, Arithmetic arithmetic) {
        return new Ensemble(IntStream.range(0, MEMBERS)
                .mapToObj(m -> Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), m))
                .toList());
    }

    /** Networks of several shapes, one of them with members of its own, two of them alike, with weights. */
    private static Ensemble mixed(Loss loss, Arithmetic arithmetic) {
        List<NetworkSpec> specs = List.of(
                NetworkSpec.inputs(7)
                        .layer(new MemberScale(3))
                        .dense(5, Activation.relu(), 0)
                        .output(3, loss),
                spec(loss),
                NetworkSpec.inputs(7).output(3, loss),
                spec(loss));
        return new Ensemble(
                IntStream.range(0, specs.size())
                        .mapToObj(m -> Networks.random(specs.get(m), arithmetic.dtype(), arithmetic.backend(), m))
                        .toList(),
                List.of(2.0, 0.5, 3.0, 7.0));
    }

    private static Stream<Ensemble> ensembles(Loss loss, Arithmetic arithmetic) {
        return Stream.of(ensemble(spec(loss), arithmetic), mixed(loss, arithmetic));
    }

    private static double[][] mean(List<double[][]> predictions, List<Double> weights) {
        double total = weights.stream().mapToDouble(Double::doubleValue).sum();
        double[][] mean = new double[predictions.getFirst().length][predictions.getFirst()[0].length];
        for (int r = 0; r < mean.length; r++) {
            for (int c = 0; c < mean[r].length; c++) {
                for (int m = 0; m < predictions.size(); m++) {
                    mean[r][c] += weights.get(m) / total * predictions.get(m)[r][c];
                }
            }
        }
        return mean;
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void predictsTheMean(Arithmetic arithmetic) {
        for (Loss loss : Networks.losses()) {
            ensembles(loss, arithmetic).forEach(ensemble -> predictsTheMean(ensemble, arithmetic));
        }
    }

    private static void predictsTheMean(Ensemble networks, Arithmetic arithmetic) {
        Loss loss = networks.spec().loss();
        Dataset data = Networks.batch(ROWS, 7, 3, loss, 11);
        double[][] x = Networks.normals(ROWS, 7, 11);
        try (Ensemble ensemble = networks;
                Evaluator evaluator = new Evaluator(ensemble, 2);
                Predictor predictor = new Predictor(ensemble)) {
            List<double[][]> each = new ArrayList<>();
            for (Network member : ensemble.members()) {
                try (Evaluator alone = new Evaluator(member, 1)) {
                    each.add(alone.predict(data));
                }
            }
            double[][] expected = mean(each, ensemble.weights());
            double[][] found = evaluator.predict(data);
            double[][] served = predictor.predict(x);
            assertEquals(ensemble.size(), predictor.members());
            for (int r = 0; r < ROWS; r++) {
                assertArrayEquals(expected[r], found[r], 1e-12 * (1 + norm(expected[r])), loss.name());
                assertArrayEquals(
                        expected[r], served[r], arithmetic.tolerance() * (1 + norm(expected[r])), loss.name());
                assertArrayEquals(
                        expected[r],
                        predictor.predict(x[r]),
                        arithmetic.tolerance() * (1 + norm(expected[r])),
                        loss.name());
            }
        }
    }

    /** The loss of the mean prediction, computed from that by the textbook's formula. */
    private static double lossOf(Loss loss, double[] p, double[] y) {
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            sum += switch (loss) {
                case Loss.BinaryCrossEntropy cross -> {
                    double t = y[c] * (1 - cross.labelSmoothing()) + cross.labelSmoothing() / 2;
                    yield -t * Math.log(p[c]) - (1 - t) * Math.log1p(-p[c]);
                }
                case Loss.SoftmaxCrossEntropy cross ->
                    -(y[c] * (1 - cross.labelSmoothing()) + cross.labelSmoothing() / p.length) * Math.log(p[c]);
                case Loss.MeanSquaredError _ -> (p[c] - y[c]) * (p[c] - y[c]) / p.length;
                case PointLoss.Focal focal ->
                    y[c] == 1
                            ? -focal.alpha() * Math.pow(1 - p[c], focal.gamma()) * Math.log(p[c])
                            : -(1 - focal.alpha()) * Math.pow(p[c], focal.gamma()) * Math.log1p(-p[c]);
                case PointLoss.Poisson _ -> (p[c] - y[c] * Math.log(p[c])) / p.length;
                case PointLoss.Hinge hinge -> hinge.value(p[c], y[c]);
                case PointLoss.Custom custom -> custom.value(p[c], y[c]) / p.length;
                case PointLoss.MeanAbsoluteError error -> error.value(p[c], y[c]) / p.length;
                case PointLoss.Huber huber -> huber.value(p[c], y[c]) / p.length;
                case PointLoss.Quantile quantile -> quantile.value(p[c], y[c]) / p.length;
            };
        }
        return sum;
    }

    private static double target(Dataset data, int sample, int output) {
        return switch (data.targets()) {
            case Targets.Labels labels -> labels.label(data.row(sample)) == output ? 1 : 0;
            case Targets.Values values -> values.value(data.row(sample), output);
        };
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void isJudgedByTheMean(Arithmetic arithmetic) {
        for (Loss loss : Networks.losses()) {
            Dataset plain = Networks.batch(ROWS, 7, 3, loss, 11);
            double[] weights = IntStream.range(0, ROWS).mapToDouble(i -> i % 3).toArray();
            for (Dataset data : List.of(plain, plain.withSampleWeights(weights), plain)) {
                boolean alike = data.isWeighted();
                try (Ensemble ensemble = alike ? ensemble(spec(loss), arithmetic) : mixed(loss, arithmetic);
                        Evaluator evaluator = new Evaluator(ensemble, 2);
                        Evaluator alone = new Evaluator(ensemble, 1)) {
                    double[][] mean = evaluator.predict(data);
                    double expected = 0;
                    for (int i = 0; i < ROWS; i++) {
                        int sample = i;
                        double[] y = IntStream.range(0, 3)
                                .mapToDouble(c -> target(data, sample, c))
                                .toArray();
                        expected += data.weight(data.row(i)) * lossOf(loss, mean[i], y) / ROWS;
                    }
                    Evaluation found = evaluator.evaluate(data);
                    assertEquals(
                            expected, found.loss(), arithmetic.tolerance() * (1 + Math.abs(expected)), loss.name());
                    assertEquals(found, alone.evaluate(data), "the bits for every number of threads");
                    if (loss instanceof Loss.SoftmaxCrossEntropy) {
                        assertEquals(Metrics.byName("accuracy").of(mean, plain), found.accuracy());
                    }
                }
            }
        }
    }

    /** Where one member is certain, and wrong, the mean is not; as probabilities of float32 that would be lost. */
    @Test
    void certainMembers() {
        NetworkSpec spec = NetworkSpec.inputs(1).output(1, Loss.binaryCrossEntropy());
        Dataset data = Dataset.of(new double[][] {{1}}, new double[][] {{0}});
        List<Network> members = new ArrayList<>();
        for (double logit : new double[] {200, 200, 90}) {
            Network member = new Network(spec, DType.F32, Backend.JAVA);
            member.fillBiases(logit);
            members.add(member);
        }
        try (Ensemble ensemble = new Ensemble(members);
                Evaluator evaluator = new Evaluator(ensemble, 1)) {
            // 1 - p is e^-90 / 3 all but exactly.
            assertEquals(90 + Math.log(3), evaluator.evaluate(data).loss(), 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void oneMemberIsThatMember(Arithmetic arithmetic) {
        Loss loss = Loss.softmaxCrossEntropy();
        Dataset data = Networks.batch(ROWS, 7, 3, loss, 2);
        double[] row = Networks.normals(1, 7, 2)[0];
        try (Network network = Networks.random(spec(loss), arithmetic.dtype(), arithmetic.backend(), 5);
                Evaluator expected = new Evaluator(network, 1);
                Predictor single = new Predictor(network);
                Ensemble ensemble = Ensemble.of(network);
                Evaluator found = new Evaluator(ensemble, 2);
                Predictor served = new Predictor(ensemble)) {
            assertEquals(expected.evaluate(data), found.evaluate(data));
            assertArrayEquals(expected.predict(data), found.predict(data));
            assertArrayEquals(single.predict(row), served.predict(row));
        }
    }

    private static void refuse(String message, List<Network> members) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Ensemble(members));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    @Test
    void networksThatDiffer() {
        NetworkSpec spec = spec(Loss.hinge());
        try (Network first = new Network(spec, DType.F32, Backend.JAVA);
                Network other = new Network(spec(Loss.focal()), DType.F32, Backend.JAVA);
                Network more = new Network(NetworkSpec.inputs(8).output(3, Loss.hinge()), DType.F32, Backend.JAVA);
                Network fewer = new Network(NetworkSpec.inputs(7).output(2, Loss.hinge()), DType.F32, Backend.JAVA);
                Network wide = new Network(spec, DType.F64, Backend.JAVA)) {
            refuse("1 to 1000 networks, found 0", List.of());
            refuse("the same loss: member 1 has", List.of(first, other));
            refuse("the same number of inputs: member 1 has 8, but member 0 has 7", List.of(first, more));
            refuse("the same number of outputs: member 1 has 2, but member 0 has 3", List.of(first, fewer));
            refuse("the same element type: member 1 has F64, but member 0 has F32", List.of(first, wide));
            refuse("member 1 of the ensemble is the same network as member 0", List.of(first, first));
            first.requireOpen();
            for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
                IllegalArgumentException refused = assertThrows(
                        IllegalArgumentException.class, () -> new Ensemble(List.of(first), List.of(weight)));
                assertEquals("a network's weight must be finite and above 0, found " + weight, refused.getMessage());
            }
            assertThrows(IllegalArgumentException.class, () -> new Ensemble(List.of(first), List.of(1.0, 1.0)));
        }
    }

    /** Only ratios of weights matter, and equal ones are none, to the bit. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void equalWeights(Arithmetic arithmetic) {
        NetworkSpec spec = spec(Loss.softmaxCrossEntropy());
        Dataset data = Networks.batch(ROWS, 7, 3, spec.loss(), 4);
        try (Ensemble ensemble = ensemble(spec, arithmetic);
                Ensemble same = new Ensemble(ensemble.members(), Collections.nCopies(MEMBERS, 4.0));
                Evaluator expected = new Evaluator(ensemble, 1);
                Evaluator found = new Evaluator(same, 1)) {
            assertArrayEquals(expected.predict(data), found.predict(data));
        }
    }

    private static double norm(double[] row) {
        return Arrays.stream(row).map(Math::abs).max().orElseThrow();
    }

    @Test
    void ownsItsMembers() {
        long before = Slab.totalBytes();
        Ensemble ensemble = ensemble(spec(Loss.hinge()), new Arithmetic(Backend.JAVA, DType.F32));
        Predictor predictor = new Predictor(ensemble);
        Evaluator evaluator = new Evaluator(ensemble, 1);
        assertEquals((long) MEMBERS * ensemble.members().getFirst().bytes(), ensemble.bytes());
        ensemble.close();
        ensemble.close();
        Dataset data = Networks.batch(5, 7, 3, Loss.hinge(), 1);
        assertThrows(IllegalStateException.class, () -> evaluator.evaluate(data));
        assertThrows(IllegalStateException.class, () -> new Predictor(ensemble));
        assertEquals(3, predictor.predict(new double[7]).length);
        predictor.close();
        evaluator.close();
        assertThrows(IllegalStateException.class, () -> predictor.predict(new double[7]));
        assertEquals(before, Slab.totalBytes());
    }
}
