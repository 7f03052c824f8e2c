package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * A layer that reads all outputs of the previous layer or, if it is the first, the features. The engine draws the masks of its
 * dropout and adds its skip connection.
 */
public non-sealed interface RowLayer extends EngineLayer {
    /** Returns the number of columns that it reads. */
    int inputs();

    /** Returns how a batch may be divided between threads. */
    default Division division() {
        return Division.WHOLE_ROWS;
    }

    /**
     * Returns whether its backward pass sums over the rows of the batch, into memory that has a row for each shard: then the
     * same part must do both passes.
     */
    default boolean sumsOverRows() {
        return false;
    }

    /** Returns the probability that an output is dropped in training; 0 for no masks. */
    default double dropout() {
        return 0;
    }

    /** Returns how many layers its skip connection spans; 0 for none. */
    default int skip() {
        return 0;
    }

    /**
     * Returns how many rows it writes for each row that it reads, one for each member that it starts. All layers above then have
     * that many times as many rows. {@link BatchShape#rows} counts those that it reads.
     */
    default int members() {
        return 1;
    }

    /** Returns the number of multiplications in the forward pass of a row that it reads. */
    double multiplications();

    @Override
    TrainedRowLayer train(BatchShape shape, Slab slab, Tensor[] parameters);

    @Override
    InferredLayer infer(Kernels kernels, Tensor[] parameters);
}
