package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.golden.GoldenNetwork;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Networks and batches for tests. */
final class Networks {
    private Networks() {}

    static Network golden(GoldenNetwork golden, Arithmetic arithmetic, double dropout) {
        int[] dims = golden.dims();
        NetworkSpec.Builder builder = NetworkSpec.inputs(dims[0]);
        for (int l = 1; l < dims.length - 1; l++) {
            builder.dense(dims[l], Activation.choices().parse(golden.hidden()), dropout);
        }
        NetworkSpec spec = builder.output(dims[dims.length - 1], Loss.binaryCrossEntropy());
        Network network = new Network(spec, arithmetic.dtype(), arithmetic.backend());
        set(network, golden.parameters().weights(), golden.parameters().biases());
        return network;
    }

    static void set(Network network, double[][][] weights, double[][] biases) {
        for (int l = 0; l < weights.length; l++) {
            network.weights(l).copyFrom(weights[l]);
            network.biases(l).copyFrom(new double[][] {biases[l]});
        }
    }

    static double[][][] weights(Network network) {
        return IntStream.range(0, network.spec().layers())
                .mapToObj(l -> network.weights(l).toArray())
                .toArray(double[][][]::new);
    }

    static double[][] biases(Network network) {
        return IntStream.range(0, network.spec().layers())
                .mapToObj(l -> network.biases(l).toArray()[0])
                .toArray(double[][]::new);
    }

    static Dataset batch(GoldenNetwork golden) {
        return Dataset.of(golden.x(), golden.y());
    }

    /** Returns a network with random weights and biases of about 1/sqrt(fan in). */
    static Network random(NetworkSpec spec, DType dtype, Backend backend, long seed) {
        Network network = Network.create(spec, dtype, backend, Initializer.glorot(), seed);
        for (Parameter parameter : network.parameters()) {
            if (parameter.label().equals("bias")) {
                Initializer.normal(0.3)
                        .fill(network.get(parameter), RandomKey.of(seed).fold(1000 + parameter.index()));
            }
            if (parameter.group().equals(Parameter.EMBEDDINGS)
                    && network.get(parameter).get(0, 0) == 0) {
                // The pieces of a piecewise-linear embedding, which start at 0.
                Initializer.normal(0.5)
                        .fill(network.get(parameter), RandomKey.of(seed).fold(2000 + parameter.index()));
            }
            if (List.of("scale", "share", "running_variance", "input_factor", "output_factor")
                            .contains(parameter.label())
                    || (parameter.label().equals("factor") && parameter.rows() == 1)) {
                Tensor values = network.get(parameter);
                RandomKey key = RandomKey.of(seed).fold(2000 + parameter.index());
                for (int r = 0; r < values.rows(); r++) {
                    for (int c = 0; c < values.columns(); c++) {
                        values.set(r, c, 0.5 + key.uniform((long) r * values.columns() + c));
                    }
                }
            }
        }
        return network;
    }

    static double[][] normals(int rows, int columns, long seed) {
        RandomKey key = RandomKey.of(seed);
        double[][] values = new double[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                values[r][c] = key.normal((long) r * columns + c);
            }
        }
        return values;
    }

    /** Returns samples with targets that the loss takes. */
    static Dataset batch(int rows, int inputs, int outputs, Loss loss, long seed) {
        double[][] x = normals(rows, inputs, seed);
        RandomKey key = RandomKey.of(seed).fold(7);
        return switch (loss) {
            case Loss.SoftmaxCrossEntropy _ ->
                Dataset.of(
                        x,
                        IntStream.range(0, rows).map(r -> key.below(r, outputs)).toArray());
            case Loss.BinaryCrossEntropy _, PointLoss.Focal _, PointLoss.Hinge _ ->
                Dataset.of(x, counts(rows, outputs, 2, key));
            case PointLoss.Poisson _ -> Dataset.of(x, counts(rows, outputs, 5, key));
            case Loss.MeanSquaredError _,
                    PointLoss.MeanAbsoluteError _,
                    PointLoss.Huber _,
                    PointLoss.Quantile _,
                    PointLoss.Custom _ -> Dataset.of(x, normals(rows, outputs, seed + 1));
        };
    }

    private static double[][] counts(int rows, int columns, int bound, RandomKey key) {
        double[][] y = new double[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                y[r][c] = key.below((long) r * columns + c, bound);
            }
        }
        return y;
    }

    /** Returns all losses, and those with hyper-parameters once more with others. */
    static List<Loss> losses() {
        List<Loss> losses = new ArrayList<>(Loss.choices().all());
        losses.add(new Loss.BinaryCrossEntropy(0.2));
        losses.add(new Loss.SoftmaxCrossEntropy(0.1));
        losses.add(Loss.huber(0.3));
        losses.add(Loss.quantile(0.9));
        losses.add(new PointLoss.Focal(0.7, 0.6));
        return losses;
    }

    /** Returns the activations turn by turn, so that a deep network has several. */
    static NetworkSpec spec(
            int inputs, int[] widths, List<Activation> activations, double dropout, int outputs, Loss loss) {
        NetworkSpec.Builder builder = NetworkSpec.inputs(inputs);
        for (int l = 0; l < widths.length; l++) {
            builder.dense(widths[l], activations.get(l % activations.size()), dropout);
        }
        return builder.output(outputs, loss);
    }
}
