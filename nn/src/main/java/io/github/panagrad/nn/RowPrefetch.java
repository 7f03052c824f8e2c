package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Rows;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Has the system read a window of {@link Shuffle.Blocks} from a mapped file block by block, before steps use its rows. Left to
 * itself it reads around every page fault, on some machines 8 MB: dozens of times the size of a block and, if there is less
 * memory than data, evicted before it is needed. For use by one thread.
 */
final class RowPrefetch {
    /** A larger window might evict itself from memory. */
    private static final long MAX_WINDOW_BYTES = 1 << 26;

    private final Rows features;
    private final Shuffle.@Nullable Blocks blocks;

    /** How many orders are mixed, each of which has a window of its own. */
    private final int orders;

    private int end;

    RowPrefetch(Dataset data, Shuffle shuffle, int orders) {
        this.orders = orders;
        features = data.features();
        Shuffle resolved = shuffle instanceof Shuffle.Auto auto ? auto.resolve(data) : shuffle;
        blocks = features.segment().isMapped()
                        && resolved instanceof Shuffle.Blocks some
                        && (double) some.rows() * some.window() * rowBytes() * orders <= MAX_WINDOW_BYTES
                ? some
                : null;
    }

    private long rowBytes() {
        return (long) features.columns() * features.storage().bytes();
    }

    /** Begins an epoch. */
    void begin() {
        end = 0;
    }

    /**
     * Reads what the next steps need, unless that has been done.
     *
     * @param order the table's rows in the order of the epoch; read
     * @param from the first position of a step, at or after that of the previous one
     * @param to the position after its last
     */
    void require(int[] order, int from, int to) {
        if (blocks == null || to <= end) {
            return;
        }
        int first = Math.max(from, end);
        end = (int) Math.min(order.length, Math.max(to, first + (long) blocks.rows() * blocks.window() * orders));
        BitSet wanted = new BitSet();
        for (int i = first; i < end; i++) {
            wanted.set(order[i] / blocks.rows());
        }
        long blockBytes = blocks.rows() * rowBytes();
        long bytes = features.segment().byteSize();
        wanted.stream().forEach(block -> {
            long at = block * blockBytes;
            features.segment().asSlice(at, Math.min(blockBytes, bytes - at)).load();
        });
    }
}
