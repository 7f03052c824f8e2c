package io.github.panagrad.nn;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;

/**
 * The parameters of a network, and what they mean. It owns their memory and must be closed.
 *
 * <p>Several threads may read it, and train copies of it; only one trainer may change it at a time. After
 * {@link #close} every use throws {@link IllegalStateException}.
 */
public final class Network implements AutoCloseable {
    private final NetworkSpec spec;
    private final DType dtype;
    private final Backend backend;
    private final Kernels kernels;
    private final Slab slab = new Slab("network's parameters");
    private final Tensor[] weights;
    private final Tensor[] biases;

    /**
     * Makes a network with all parameters zero, to be filled.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if the memory cannot be had
     * @throws io.github.panagrad.blas.OpenBlasException if the backend cannot be had
     */
    public Network(NetworkSpec spec, DType dtype, Backend backend) {
        this.spec = spec;
        this.dtype = dtype;
        this.backend = backend;
        this.kernels = backend.kernels(dtype);
        this.weights = new Tensor[spec.layers()];
        this.biases = new Tensor[spec.layers()];
        try {
            for (int l = 0; l < spec.layers(); l++) {
                weights[l] = slab.allocate(dtype, spec.fanOut(l), spec.fanIn(l));
                biases[l] = slab.allocate(dtype, 1, spec.fanOut(l));
            }
        } catch (RuntimeException e) {
            slab.close();
            throw e;
        }
    }

    /** Makes a network of float32 on the best backend there is, with He's weights. */
    public static Network create(NetworkSpec spec, long seed) {
        return create(spec, DType.F32, Backend.preferred(), Initializer.he(), seed);
    }

    /** Makes a network with initialised weights and zero biases; the same seed gives the same weights. */
    public static Network create(NetworkSpec spec, DType dtype, Backend backend, Initializer initializer, long seed) {
        Network network = new Network(spec, dtype, backend);
        RandomKey key = Purpose.INITIALISATION.key(seed);
        for (int l = 0; l < spec.layers(); l++) {
            initializer.fill(network.weights[l], key.fold(l));
        }
        return network;
    }

    /** Returns the shape. */
    public NetworkSpec spec() {
        return spec;
    }

    /** Returns the element type of the parameters. */
    public DType dtype() {
        return dtype;
    }

    /** Returns where the arithmetic is done. */
    public Backend backend() {
        return backend;
    }

    /**
     * Returns a layer's weights, fanOut x fanIn: the parameters themselves, not a copy.
     *
     * @throws IllegalStateException if the network was closed
     */
    public Tensor weights(int layer) {
        requireOpen();
        return weights[layer];
    }

    /**
     * Returns a layer's biases, 1 x fanOut: the parameters themselves, not a copy.
     *
     * @throws IllegalStateException if the network was closed
     */
    public Tensor biases(int layer) {
        requireOpen();
        return biases[layer];
    }

    /**
     * Sets all biases, the output layer's included, to a constant in place of the zero they start at.
     *
     * @throws IllegalArgumentException if it is not a finite number of the element type
     * @throws IllegalStateException if the network was closed
     */
    public void fillBiases(double value) {
        requireOpen();
        if (!Double.isFinite(dtype == DType.F32 ? (float) value : value)) {
            throw new IllegalArgumentException("biases must be finite numbers, found " + value);
        }
        for (Tensor layer : biases) {
            layer.fill(value);
        }
    }

    /** Returns the bytes of the parameters. */
    public long bytes() {
        return slab.bytes();
    }

    /** Returns the bytes of the parameters of such a network. */
    static long bytes(NetworkSpec spec, DType dtype) {
        return Math.multiplyExact(spec.parameterCount(), dtype.bytes());
    }

    Kernels kernels() {
        return kernels;
    }

    void requireOpen() {
        if (!slab.isOpen()) {
            throw new IllegalStateException("the network was closed");
        }
    }

    /**
     * Frees the parameters; closing twice is harmless.
     *
     * @throws IllegalStateException if another thread is just computing with them
     */
    @Override
    public void close() {
        slab.close();
    }
}
