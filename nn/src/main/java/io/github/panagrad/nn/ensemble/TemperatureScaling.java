package io.github.panagrad.nn.ensemble;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.JointEvaluation;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Makes probabilities softer that are too sure: divides the logits by a temperature T that makes the loss on held-out samples
 * least (Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017). T is between 1 and 4: never below
 * 1, because the held-out samples have chosen the epoch, and what looks too cautious on them need not be elsewhere.
 *
 * <p>The weights and biases of the output layers are divided, so that whoever uses the networks needs to know nothing of it; the classes that
 * single networks predict stay as they are.
 */
public final class TemperatureScaling {
    private static final double MOST = 4;

    /** Below this a change of T does not show. */
    private static final double PRECISION = 0.005;

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private static final Set<String> LINEAR = Set.of("weight", "bias");

    private TemperatureScaling() {}

    /** Returns whether a network predicts probabilities by a linear output layer without a skip connection. */
    public static boolean appliesTo(NetworkSpec spec) {
        int last = spec.layers() - 1;
        boolean isLinear = spec.skip(last) == 0
                && Parameter.of(spec).stream()
                        .filter(parameter -> isOfOutput(parameter, spec))
                        .allMatch(parameter -> LINEAR.contains(parameter.label()));
        return isLinear
                && (spec.loss() instanceof Loss.BinaryCrossEntropy || spec.loss() instanceof Loss.SoftmaxCrossEntropy);
    }

    private static boolean isOfOutput(Parameter parameter, NetworkSpec spec) {
        return parameter.group().equals(Parameter.LAYERS) && parameter.index() == spec.layers() - 1;
    }

    /**
     * Finds the temperature and changes the output layers. The loss is the log loss of the mean prediction; all networks have the same
     * temperature. Takes some fifteen passes over the samples.
     *
     * @param heldOut samples that the networks were not trained on
     * @param threads for the evaluation; the result has the same bits for every number
     * @return the temperature; 1 if softer probabilities are no better, and then nothing was changed
     * @throws IllegalArgumentException if the networks predict no probabilities, as {@link #appliesTo} says, or the data does not fit
     *     them
     */
    public static double soften(Ensemble ensemble, Dataset heldOut, int threads) {
        try (Evaluator evaluator = new Evaluator(ensemble, threads)) {
            return soften(ensemble, () -> evaluator.predict(heldOut), heldOut);
        }
    }

    /**
     * The same by the samples that all workers of a training held back; all of them call it.
     *
     * @param heldOut of these networks
     */
    public static double soften(Ensemble ensemble, JointEvaluation heldOut) {
        return soften(ensemble, heldOut::predict, heldOut.samples());
    }

    private static double soften(Ensemble ensemble, Supplier<double[][]> predictions, Dataset heldOut) {
        for (Network network : ensemble.members()) {
            if (!appliesTo(network.spec())) {
                throw new IllegalArgumentException(
                        "a temperature needs networks that predict probabilities by a linear output layer");
            }
        }
        List<Output> outputs = outputs(ensemble);
        Loss loss = ensemble.spec().loss();
        // Without the label smoothing that the networks may have been trained with, which asks for more than is true.
        DoubleSupplier logLoss = () -> PredictionLoss.mean(predictions.get(), heldOut, loss);
        double best = 0;
        try {
            double asTrained = logLoss.getAsDouble();
            if (loss(PRECISION, outputs, logLoss) < asTrained) {
                best = minimum(outputs, logLoss);
            }
        } finally {
            set(best, outputs);
        }
        return Math.exp(best);
    }

    /** A tensor of an output layer and what it was trained to be. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Output(Tensor tensor, double[][] trained) {}

    private static List<Output> outputs(Ensemble ensemble) {
        List<Output> outputs = new ArrayList<>();
        for (Network network : ensemble.members()) {
            for (Parameter parameter : network.parameters()) {
                if (isOfOutput(parameter, network.spec())) {
                    Tensor tensor = network.get(parameter);
                    outputs.add(new Output(tensor, tensor.toArray()));
                }
            }
        }
        return outputs;
    }

    /** Searches by the golden section; returns the logarithm of the temperature. */
    private static double minimum(List<Output> outputs, DoubleSupplier logLoss) {
        double from = 0;
        double to = Math.log(MOST);
        double left = to - GOLDEN * (to - from);
        double right = from + GOLDEN * (to - from);
        double atLeft = loss(left, outputs, logLoss);
        double atRight = loss(right, outputs, logLoss);
        while (to - from > PRECISION) {
            if (atLeft <= atRight) {
                to = right;
                right = left;
                atRight = atLeft;
                left = to - GOLDEN * (to - from);
                atLeft = loss(left, outputs, logLoss);
            } else {
                from = left;
                left = right;
                atLeft = atRight;
                right = from + GOLDEN * (to - from);
                atRight = loss(right, outputs, logLoss);
            }
        }
        return (from + to) / 2;
    }

    private static double loss(double logTemperature, List<Output> outputs, DoubleSupplier logLoss) {
        set(logTemperature, outputs);
        return logLoss.getAsDouble();
    }

    private static void set(double logTemperature, List<Output> outputs) {
        double factor = Math.exp(-logTemperature);
        for (Output output : outputs) {
            double[][] trained = output.trained;
            for (int r = 0; r < trained.length; r++) {
                for (int c = 0; c < trained[r].length; c++) {
                    output.tensor.set(r, c, trained[r][c] * factor);
                }
            }
        }
    }
}
