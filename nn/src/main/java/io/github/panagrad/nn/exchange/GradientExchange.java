package io.github.panagrad.nn.exchange;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * What the workers that train one network together tell each other: each has some rows of every batch, all have all parameters, and
 * after the exchange all have the same sums, to the bit.
 *
 * <p>All workers call the same methods in the same order, with numbers of the same count and type. For use by one thread of each
 * worker; {@link #close} may be called by any. An error of one worker, or its end, is an {@link ExchangeException} for all of them,
 * within a time that the implementation states: never a sum without one of them.
 */
public interface GradientExchange extends AutoCloseable {
    /** Returns the number of workers, at least 1. */
    int workers();

    /** Returns the number of this worker, from 0. */
    int worker();

    /**
     * Begins to replace numbers by their sums over all workers, and returns: what was begun first is ready first. The sum over
     * workers from a to b is that from a to the middle, {@code (a + b) / 2}, plus that from there to b: for numbers of workers that
     * are powers of two, the sums of pairs, of pairs of pairs, and so on.
     *
     * <p>Allocates nothing if the same tensor was given before.
     *
     * @param values contiguous; read and written, and to be left alone until {@link #awaitSums} returns
     * @throws ExchangeException if a worker failed
     */
    void beginSum(Tensor values);

    /**
     * Waits until all sums that were begun are there.
     *
     * @throws ExchangeException if a worker failed; what the tensors hold is then undefined
     */
    void awaitSums();

    /**
     * Tells all workers some bytes of each, and waits for theirs. No sum may be under way.
     *
     * @param mine of the same length for all workers; read
     * @param all as long as those of all workers; written, in the order of the workers
     * @throws ExchangeException if a worker failed
     */
    void gather(MemorySegment mine, MemorySegment all);

    /** Leaves the others, which fail in their next call unless they have left, too; closing twice is harmless. */
    @Override
    void close();
}
