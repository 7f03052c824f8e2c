package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.exchange.GradientExchange;
import org.jspecify.annotations.Nullable;

/**
 * Who computes the steps of a training. A value; the exchange stays the caller's.
 *
 * @param parts the parts of every batch, and which of them are computed here
 * @param exchange with the workers that compute the others; null if all are computed here
 */
public record Workers(BatchParts parts, @Nullable GradientExchange exchange) {
    /** One process, for batches in one part. */
    public static final Workers ALONE = new Workers(BatchParts.WHOLE, null);

    /**
     * Returns what this process computes.
     *
     * @param parts of every batch; a multiple of the number of workers
     */
    public static Workers of(int parts, @Nullable GradientExchange exchange) {
        return exchange == null
                ? new Workers(BatchParts.of(parts, 1, 0), null)
                : new Workers(BatchParts.of(parts, exchange.workers(), exchange.worker()), exchange);
    }
}
