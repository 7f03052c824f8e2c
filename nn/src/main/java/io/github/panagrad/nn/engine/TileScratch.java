package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * For each worker, memory for the gradients of the largest tile, for each part of a batch, reused for every tile. It owns that memory.
 */
public final class TileScratch implements AutoCloseable {
    /** Each gradient begins on its own cache line. */
    private static final long ALIGNMENT = 64;

    private final Slab slab = new Slab("gradient tiles");
    private final DType dtype;
    private final List<MemorySegment> memory = new ArrayList<>();

    TileScratch(Architecture architecture, DType dtype, List<StepPlan.Tile> tiles, int workers, int parts) {
        this.dtype = dtype;
        long bytes = parts * largest(architecture, dtype, tiles);
        try {
            for (int w = 0; w < workers; w++) {
                memory.add(slab.allocateBytes(bytes));
            }
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /** Hands out the memory for one tile, which all tiles share. */
    final class Cutter {
        private long used;

        /** Returns, for each worker, a tensor after those already cut. */
        Tensor[] cut(int rows, int columns) {
            long bytes = Tensor.byteSize(dtype, rows, columns);
            long from = used;
            used += aligned(bytes);
            return memory.stream()
                    .map(segment -> Tensor.over(segment.asSlice(from, bytes), dtype, rows, columns))
                    .toArray(Tensor[]::new);
        }
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    private static long largest(Architecture architecture, DType dtype, List<StepPlan.Tile> tiles) {
        ToLongFunction<StepPlan.Tile> bytes = tile -> {
            long sum = 0;
            for (LayerParameter parameter : architecture.parametersOfLayer(tile.layer())) {
                if (parameter.isTiled()) {
                    sum += aligned(
                            parameter.cut() == LayerParameter.Cut.ROWS
                                    ? Tensor.byteSize(dtype, tile.units(), parameter.columns())
                                    : Tensor.byteSize(dtype, parameter.rows(), tile.units()));
                }
            }
            return sum;
        };
        return tiles.stream().mapToLong(bytes).max().orElse(0);
    }

    /** Returns the bytes of such memory. */
    public static long bytes(
            Architecture architecture, DType dtype, List<StepPlan.Tile> tiles, int workers, int parts) {
        return (long) workers * parts * largest(architecture, dtype, tiles);
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}
