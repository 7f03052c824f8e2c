package io.github.panagrad.measure;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.Activation;
import java.util.Arrays;
import java.util.List;

/** Networks to measure, with a batch size that suits each; hidden layers are ReLU. */
public enum ExampleNetwork {
    /** A small table: dispatch costs more than arithmetic. */
    TABLE("20-64-64-1", 32),
    /** The usual first network for MNIST. */
    DIGITS("784-128-10", 128),
    /** A larger network for the same images. */
    DEEP_DIGITS("784-512-256-10", 128),
    /** So wide that the matrix products dominate. */
    WIDE("1024-2048-2048-1000", 512);

    private final String widths;
    private final int batchSize;

    ExampleNetwork(String widths, int batchSize) {
        this.widths = widths;
        this.batchSize = batchSize;
    }

    /** Returns the widths from the inputs to the outputs, such as {@code 784-128-10}, which serve as a name. */
    public String widths() {
        return widths;
    }

    /** Returns the rows of a batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns the number of classes; two share one output. */
    public int classes() {
        return Math.max(2, spec().outputs());
    }

    /** Returns the shape, with binary cross-entropy for one output and softmax cross-entropy for more. */
    public NetworkSpec spec() {
        int[] sizes =
                Arrays.stream(widths.split("-", -1)).mapToInt(Integer::parseInt).toArray();
        NetworkSpec.Builder builder = NetworkSpec.inputs(sizes[0]);
        for (int l = 1; l < sizes.length - 1; l++) {
            builder.dense(sizes[l], Activation.relu());
        }
        int outputs = sizes[sizes.length - 1];
        return builder.output(outputs, outputs == 1 ? Loss.binaryCrossEntropy() : Loss.softmaxCrossEntropy());
    }

    /**
     * Returns the network with those {@link #widths()}.
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing ones
     */
    public static ExampleNetwork ofWidths(String widths) {
        return Arrays.stream(values())
                .filter(network -> network.widths.equals(widths))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown network " + Quoted.of(widths)
                        + ": expected one of " + String.join(", ", allWidths())));
    }

    /** Returns the widths of all networks. */
    public static List<String> allWidths() {
        return Arrays.stream(values()).map(ExampleNetwork::widths).toList();
    }
}
