package io.github.panagrad.nn;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** For each worker, memory for the gradient of the largest tile. It owns that memory. */
final class TileScratch implements AutoCloseable {
    private final Slab slab = new Slab("gradient tiles");
    private final DType dtype;
    private final MemorySegment[] weights;
    private final MemorySegment[] biases;

    TileScratch(NetworkSpec spec, DType dtype, List<StepPlan.Tile> tiles, int workers) {
        this.dtype = dtype;
        int elements = elements(spec, tiles);
        int units = units(tiles);
        weights = new MemorySegment[workers];
        biases = new MemorySegment[workers];
        try {
            for (int w = 0; w < workers; w++) {
                weights[w] = slab.allocateBytes(Tensor.byteSize(dtype, 1, elements));
                biases[w] = slab.allocateBytes(Tensor.byteSize(dtype, 1, units));
            }
        } catch (RuntimeException e) {
            slab.close();
            throw e;
        }
    }

    Tensor[] matrices(int rows, int columns) {
        Tensor[] tensors = new Tensor[weights.length];
        for (int w = 0; w < tensors.length; w++) {
            tensors[w] = Tensor.over(weights[w], dtype, rows, columns);
        }
        return tensors;
    }

    Tensor[] vectors(int columns) {
        Tensor[] tensors = new Tensor[biases.length];
        for (int w = 0; w < tensors.length; w++) {
            tensors[w] = Tensor.over(biases[w], dtype, 1, columns);
        }
        return tensors;
    }

    /** Returns the weights of the largest tile. */
    private static int elements(NetworkSpec spec, List<StepPlan.Tile> tiles) {
        int elements = 0;
        for (StepPlan.Tile tile : tiles) {
            elements = Math.max(elements, tile.units() * spec.fanIn(tile.layer()));
        }
        return elements;
    }

    /** Returns the units of the widest tile. */
    private static int units(List<StepPlan.Tile> tiles) {
        return tiles.stream().mapToInt(StepPlan.Tile::units).max().orElse(0);
    }

    /** Returns the bytes of such memory. */
    static long bytes(NetworkSpec spec, DType dtype, List<StepPlan.Tile> tiles, int workers) {
        return workers * (Tensor.byteSize(dtype, 1, elements(spec, tiles)) + Tensor.byteSize(dtype, 1, units(tiles)));
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}
