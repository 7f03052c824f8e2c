package io.github.panagrad.cli.model;

import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A network's predictions for a data set, block by block, so that they need not all be in memory at once. */
public final class Predictions {
    private static final int BLOCK = 1 << 14;

    private Predictions() {}

    /** Gives the predictions of each block of samples, in order, to a consumer. */
    public static void forEachBlock(Evaluator evaluator, Dataset data, Consumer<double[][]> consumer) {
        for (int from = 0; from < data.size(); from += BLOCK) {
            int to = Math.min(data.size(), from + BLOCK);
            consumer.accept(
                    evaluator.predict(data.subset(IntStream.range(from, to).toArray())));
        }
    }

    /** Returns the number of classes of a classifier. */
    public static int classes(NetworkSpec spec) {
        return spec.outputs() == 1 ? 2 : spec.outputs();
    }
}
