package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a network. Owns their memory, which is freed once they are closed and no longer in use. */
public final class Parameters implements AutoCloseable {
    private final Slab slab = new Slab("network's parameters");
    private final Users users = new Users("network", slab::close);
    private final Architecture architecture;
    private final Kernels kernels;
    private final List<Tensor> tensors = new ArrayList<>();

    /** Allocates them, with their constant initial values, and zeros where values are yet to be drawn. */
    public Parameters(Architecture architecture, Kernels kernels) {
        this.architecture = architecture;
        this.kernels = kernels;
        try {
            for (LayerParameter parameter : architecture.parameters()) {
                Tensor values = slab.allocate(kernels.dtype(), parameter.rows(), parameter.columns());
                if (parameter.initial() instanceof LayerParameter.Initial.Constant(double value) && value != 0) {
                    values.fill(value);
                }
                tensors.add(values);
            }
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /** Returns the network that they belong to. */
    public Architecture architecture() {
        return architecture;
    }

    /** Returns the element type. */
    public DType dtype() {
        return kernels.dtype();
    }

    /** Returns what does the arithmetic. */
    public Kernels kernels() {
        return kernels;
    }

    /** Returns the tensors themselves, in the order of {@link Architecture#parameters}. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /** Returns who is using them. */
    public Users users() {
        return users;
    }

    /**
     * Requires that they are not closed.
     *
     * @throws IllegalStateException if they are, even if still in use
     */
    public void requireOpen() {
        users.requireOpen();
    }

    /** Returns the bytes of an architecture's parameters. */
    public static long bytes(Architecture architecture, DType dtype) {
        return Math.multiplyExact(architecture.size(), dtype.bytes());
    }

    /** Returns the bytes of memory. */
    public long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        users.close();
    }
}
