package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.stream.IntStream;

/**
 * Adapts the weights of dense layers to samples, one layer after the other: each unit's weighted sum {@code x W} gets the standard
 * deviation 1 over the samples, and its bias lets it change sign in the midst of some of them.
 */
public final class DataDrivenStart {
    /** The most rows that are looked at. */
    private static final int MOST_ROWS = 1 << 14;

    /** How many samples a bias is an average of. */
    private static final int CHOSEN = 5;

    private final Parameters parameters;
    private final Architecture architecture;
    private final Kernels kernels;

    /** Takes a network whose weights have been drawn. */
    public DataDrivenStart(Parameters parameters) {
        this.parameters = parameters;
        this.architecture = parameters.architecture();
        this.kernels = parameters.kernels();
    }

    /**
     * Changes the weights and biases of dense layers without normalisation. Members have the same biases, as their factors are 1.
     *
     * @param samples those of weight 0 are ignored; of more than 16,384 as many, evenly spaced
     * @param key decides which samples the biases follow
     */
    public void run(Dataset samples, RandomKey key) {
        int[] order = order(samples);
        if (order.length == 0) {
            return;
        }
        InferencePass pass = new InferencePass(parameters);
        try (RowActivations rows = new RowActivations(architecture, parameters.dtype(), order.length)) {
            kernels.gather(samples.features(), order, 0, rows.columns);
            pass.features(rows);
            for (int l = 0; l < architecture.layers().size(); l++) {
                if (architecture.layer(l) instanceof DenseLayer dense && !dense.isStandardized()) {
                    Tensor[] own = architecture.ofLayer(l, parameters.tensors());
                    adapt(
                            own[DenseLayer.WEIGHTS],
                            own[DenseLayer.BIASES],
                            rows.inputOf(l),
                            rows.outputs[l],
                            key.fold(l));
                }
                pass.layer(l, rows);
            }
        }
    }

    private int[] order(Dataset samples) {
        int[] counted = IntStream.range(0, samples.size())
                .map(samples::row)
                .filter(row -> !samples.isWeighted() || samples.weight(row) > 0)
                .toArray();
        int most = Math.max(1, MOST_ROWS / architecture.members());
        return counted.length <= most
                ? counted
                : IntStream.range(0, most)
                        .map(i -> counted[(int) ((long) i * counted.length / most)])
                        .toArray();
    }

    private void adapt(Tensor weights, Tensor biases, Tensor input, Tensor sums, RandomKey key) {
        kernels.gemm(false, true, 1, input, weights, 0, sums);
        for (int unit = 0; unit < weights.rows(); unit++) {
            double deviation = deviation(sums, unit);
            double scale = deviation > 0 && Double.isFinite(1 / deviation) ? 1 / deviation : 1;
            for (int c = 0; c < weights.columns(); c++) {
                weights.set(unit, c, weights.get(unit, c) * scale);
            }
            double bias = -scale * average(sums, unit, key);
            for (int member = 0; member < biases.rows(); member++) {
                biases.set(member, unit, bias);
            }
        }
    }

    /** Returns the standard deviation, divided by n. */
    private static double deviation(Tensor x, int column) {
        double mean = 0;
        for (int r = 0; r < x.rows(); r++) {
            mean += x.get(r, column) / x.rows();
        }
        double squares = 0;
        for (int r = 0; r < x.rows(); r++) {
            double distance = x.get(r, column) - mean;
            squares += distance * distance;
        }
        return Math.sqrt(squares / x.rows());
    }

    /** Returns an average of some rows, drawn with repetition, with weights from the exponential distribution. */
    private static double average(Tensor x, int column, RandomKey key) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < CHOSEN; i++) {
            long position = (long) column * CHOSEN + i;
            double weight = -StrictMath.log(1 - key.fold(1).uniform(position));
            sum += weight * x.get(key.fold(2).below(position, x.rows()), column);
            weights += weight;
        }
        return weights > 0 ? sum / weights : 0;
    }
}
