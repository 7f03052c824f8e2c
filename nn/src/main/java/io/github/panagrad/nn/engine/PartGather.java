package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.tensor.Slab;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Tells each worker what the parts of a batch found out that the others compute. It owns the memory of what is told, but not the
 * exchange. For use by one thread.
 */
public final class PartGather implements AutoCloseable {
    private final Slab slab = new Slab("numbers of parts");
    private final @Nullable GradientExchange exchange;

    /** With other workers, or by itself. */
    public PartGather(@Nullable GradientExchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Numbers that each worker writes and all read.
     *
     * @param mine of this worker
     * @param all of all workers, in their order; the same memory where there is only one
     */
    record Board(MemorySegment mine, MemorySegment all) {}

    /**
     * Returns memory for what is told, which is zero at first.
     *
     * @param bytes of one worker
     */
    Board board(long bytes) {
        MemorySegment mine = slab.allocateBytes(bytes);
        return new Board(mine, exchange == null ? mine : slab.allocateBytes(bytes * exchange.workers()));
    }

    /** Has every worker read what all have written. */
    void share(Board board) {
        if (exchange != null) {
            exchange.gather(board.mine(), board.all());
        }
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}
