package io.github.panagrad.nn.check;

import io.github.panagrad.nn.Backpropagation;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient check of one activation with one loss in one variant, on one backend. A value.
 *
 * <p>A pre-activation close to a kink invalidates the differences of all parameters below it, which are left out. If too many
 * are left out, another network is drawn; that does not bias the result, because kinks are detected without the gradients.
 *
 * @param backend the backend that computed the gradients
 * @param activation the activation of the hidden layers
 * @param loss the loss of the network
 * @param variant the feature that was added
 * @param report the result, of the last network drawn
 * @param networks the number of networks drawn
 */
public record GradientCell(
        Backend backend,
        Activation activation,
        Loss loss,
        GradientVariant variant,
        GradientCheck.Report report,
        int networks) {
    private static final int ROWS = 11;
    private static final int MOST_NETWORKS = 4;

    /** Compares the gradients of a network with differences. */
    public interface Check {
        /**
         * Returns the result of the comparison.
         *
         * @param network its parameters are changed, and restored
         * @param batch with its masks held
         */
        GradientCheck.Report run(Network network, Backpropagation batch);
    }

    /** Returns the check against central differences. */
    public static Check byDifferences() {
        return (network, batch) -> GradientCheck.run(network, batch, GradientCheck.DEFAULT_EPSILON);
    }

    /** Returns the cells of a row: each variant on each backend, with the same networks and samples. */
    public static List<GradientCell> row(
            Activation activation, Loss loss, List<Backend> backends, long seed, Check check) {
        List<GradientCell> cells = new ArrayList<>();
        for (GradientVariant variant : GradientVariant.all()) {
            for (Backend backend : backends) {
                cells.add(of(backend, activation, loss, variant, seed, check));
            }
        }
        return cells;
    }

    private static GradientCell of(
            Backend backend, Activation activation, Loss loss, GradientVariant variant, long seed, Check check) {
        NetworkSpec spec = variant.spec(activation, loss);
        RandomKey key = key(activation, loss, variant, seed);
        for (int networks = 1; ; networks++) {
            long drawn = key.fold(networks).bits();
            try (Network network = random(spec, backend, drawn);
                    Backpropagation batch =
                            new Backpropagation(network, variant.samples(spec, ROWS, drawn), variant.penalties())) {
                batch.drawMasks(drawn);
                GradientCheck.Report report = check.run(network, batch);
                if (!report.hasTooManyKinks() || networks == MOST_NETWORKS) {
                    return new GradientCell(backend, activation, loss, variant, report, networks);
                }
            }
        }
    }

    /** Each cell has its own network. */
    private static RandomKey key(Activation activation, Loss loss, GradientVariant variant, long seed) {
        return RandomKey.of(seed)
                .fold(Activation.choices().names().indexOf(activation.name()))
                .fold(Loss.choices().names().indexOf(loss.name()))
                .fold(GradientVariant.all().indexOf(variant));
    }

    /**
     * Biases at 0 would put a unit whose inputs are all dropped on the kink of ReLU; scales at 1 would hide a missing factor.
     */
    private static Network random(NetworkSpec spec, Backend backend, long seed) {
        Network network = Network.create(spec, DType.F64, backend, Initializer.glorot(), seed);
        RandomKey key = RandomKey.of(seed).fold(5);
        for (Parameter parameter : network.parameters()) {
            Tensor values = network.get(parameter);
            switch (parameter.label()) {
                case "bias" -> Initializer.normal(0.3).fill(values, key.fold(parameter.index()));
                case "scale" -> {
                    for (int c = 0; c < values.columns(); c++) {
                        values.set(
                                0,
                                c,
                                0.5
                                        + key.fold(parameter.index() + spec.layers())
                                                .uniform(c));
                    }
                }
                default -> {
                    // Already random, not part of the loss in training, or already of the value to be tested.
                }
            }
        }
        return network;
    }

    /** Returns whether the gradients are correct. */
    public boolean isGood() {
        return report.isBelow(GradientCheck.TOLERANCE);
    }

    /** Returns the cell in words. */
    public String name() {
        return backend.label() + ", " + activation.name() + " " + loss.name() + ", " + variant.name();
    }
}
