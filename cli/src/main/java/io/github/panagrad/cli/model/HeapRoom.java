package io.github.panagrad.cli.model;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.table.pipeline.Pipeline;
import java.util.Optional;

/** Whether predictions fit onto the heap. */
public final class HeapRoom {
    private HeapRoom() {}

    /** Returns whether predictions fit. */
    public static boolean has(long rows, int outputs) {
        return bytes(rows, outputs) <= Runtime.getRuntime().maxMemory();
    }

    private static double bytes(long rows, int outputs) {
        return (double) rows * outputs * Double.BYTES;
    }

    /**
     * Requires that all predictions can be kept until the metrics are computed.
     *
     * @throws InvalidInputException if they are larger than the heap may become
     */
    public static void require(long rows, int outputs) {
        if (!has(rows, outputs)) {
            double bytes = bytes(rows, outputs);
            long most = Runtime.getRuntime().maxMemory();
            throw new InvalidInputException("the predictions of " + NumberText.count(rows) + " rows, "
                    + NumberText.count(outputs) + " outputs each, take " + NumberText.bytes((long) bytes)
                    + " on the heap, of which the JVM has at most " + NumberText.bytes(most)
                    + ": evaluate fewer rows at once, or give it more, for example with PANAGRAD_JAVA_OPTS=-Xmx"
                    + (long) (bytes / 800_000_000 + 1) + "g");
        }
    }

    /**
     * Evaluates a model where there is room for all predictions.
     *
     * @throws InvalidInputException if they are larger than the heap may become
     */
    public static Quality evaluate(Ensemble model, Dataset samples, Optional<Pipeline> pipeline, int threads) {
        require(samples.size(), model.spec().outputs());
        return Quality.of(model, samples, pipeline, threads);
    }
}
