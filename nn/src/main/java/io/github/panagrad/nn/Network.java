package io.github.panagrad.nn;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a network, and what they mean. It owns their memory and must be closed.
 *
 * <p>Several threads may read it, and train copies of it; only one trainer may change it at a time. After
 * {@link #close} every use throws {@link IllegalStateException}.
 */
public final class Network implements AutoCloseable {
    private static final Initializer UNIT_NORMAL = Initializer.normal(1);

    private final NetworkSpec spec;
    private final DType dtype;
    private final Backend backend;
    private final Kernels kernels;
    private final Slab slab;
    private final Users users;
    private final List<Parameter> parameters;
    private final EmbeddingLookup lookup;
    private final Map<Parameter.Kind, @Nullable Tensor[]> tensors = new EnumMap<>(Parameter.Kind.class);

    /**
     * Makes a network with all weights, biases and embeddings zero, to be filled.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if the memory cannot be had
     * @throws io.github.panagrad.blas.OpenBlasException if the backend cannot be had
     */
    public Network(NetworkSpec spec, DType dtype, Backend backend) {
        this.spec = spec;
        this.dtype = dtype;
        this.backend = backend;
        this.kernels = backend.kernels(dtype);
        this.parameters = List.copyOf(Parameter.of(spec));
        for (Parameter.Kind kind : Parameter.Kind.values()) {
            int count =
                    kind == Parameter.Kind.EMBEDDING ? spec.input().embeddings().size() : spec.layers();
            tensors.put(kind, new @Nullable Tensor[count]);
        }
        slab = new Slab("network's parameters");
        users = new Users("network", slab::close);
        try {
            for (Parameter parameter : parameters) {
                Tensor values = slab.allocate(dtype, parameter.rows(), parameter.columns());
                if (parameter.initial(spec) != 0) {
                    values.fill(parameter.initial(spec));
                }
                array(parameter.kind())[parameter.index()] = values;
            }
            Tensor[] tables = new Tensor[spec.input().embeddings().size()];
            for (int e = 0; e < tables.length; e++) {
                tables[e] = get(Parameter.Kind.EMBEDDING, e);
            }
            lookup = new EmbeddingLookup(spec, dtype, tables);
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /** Makes a network of float32 on the best backend there is, with He's weights. */
    public static Network create(NetworkSpec spec, long seed) {
        return create(spec, DType.F32, Backend.preferred(), Initializer.he(), seed);
    }

    /**
     * Makes a network with initialised weights, zero biases and embeddings from N(0, 1); the same seed gives the same
     * weights.
     */
    public static Network create(NetworkSpec spec, DType dtype, Backend backend, Initializer initializer, long seed) {
        Network network = new Network(spec, dtype, backend);
        try {
            RandomKey key = Purpose.INITIALISATION.key(seed);
            for (int l = 0; l < spec.layers(); l++) {
                initializer.fill(network.weights(l), key.fold(l));
            }
            for (int e = 0; e < spec.input().embeddings().size(); e++) {
                UNIT_NORMAL.fill(network.get(Parameter.Kind.EMBEDDING, e), key.fold(spec.layers() + e));
            }
            return network;
        } catch (Throwable e) {
            network.close();
            throw e;
        }
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
        return get(Parameter.Kind.WEIGHT, layer);
    }

    /**
     * Returns a layer's biases, 1 x fanOut: the parameters themselves, not a copy.
     *
     * @throws IllegalStateException if the network was closed
     */
    public Tensor biases(int layer) {
        return get(Parameter.Kind.BIAS, layer);
    }

    /** Returns what tensors there are, in the order of model files. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * Returns the numbers themselves, not a copy.
     *
     * @param index the layer, or the number of the embedding
     * @throws IllegalArgumentException if there is no such tensor
     * @throws IllegalStateException if the network was closed
     */
    public Tensor get(Parameter.Kind kind, int index) {
        requireOpen();
        Tensor tensor = array(kind)[index];
        if (tensor == null) {
            throw new IllegalArgumentException("layer " + index + " has no " + kind);
        }
        return tensor;
    }

    /** Returns the numbers themselves, not a copy. */
    public Tensor get(Parameter parameter) {
        return get(parameter.kind(), parameter.index());
    }

    private @Nullable Tensor[] array(Parameter.Kind kind) {
        return Objects.requireNonNull(tensors.get(kind));
    }

    /** Copies all tensors of a network of the same shape. */
    void copyFrom(Network source) {
        source.users.enter();
        try {
            for (Parameter parameter : parameters) {
                get(parameter).copyFrom(source.get(parameter));
            }
        } finally {
            source.users.leave();
        }
    }

    /** Returns whether all numbers are finite. */
    boolean isFinite() {
        for (Parameter parameter : parameters) {
            Tensor values = get(parameter);
            for (int r = 0; r < values.rows(); r++) {
                for (int c = 0; c < values.columns(); c++) {
                    if (!Double.isFinite(values.get(r, c))) {
                        return false;
                    }
                }
            }
        }
        return true;
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
        for (int l = 0; l < spec.layers(); l++) {
            biases(l).fill(value);
        }
    }

    /** Returns the bytes of the parameters. */
    public long bytes() {
        return slab.bytes();
    }

    /** Returns the bytes of the parameters of such a network. */
    static long bytes(NetworkSpec spec, DType dtype) {
        long count = 0;
        for (Parameter parameter : Parameter.of(spec)) {
            count += parameter.size();
        }
        return Math.multiplyExact(count, dtype.bytes());
    }

    /** Returns what turns the columns of samples into features. */
    EmbeddingLookup lookup() {
        return lookup;
    }

    Kernels kernels() {
        return kernels;
    }

    /** Returns who is using the parameters; a trainer, an evaluator and their like enter for each call. */
    Users users() {
        return users;
    }

    /**
     * Enters for a call that uses several networks: all of them, or none.
     *
     * @throws IllegalStateException if one was closed
     */
    static void enter(List<Network> networks) {
        for (int n = 0; n < networks.size(); n++) {
            try {
                networks.get(n).users.enter();
            } catch (IllegalStateException e) {
                leave(networks.subList(0, n));
                throw e;
            }
        }
    }

    /** Ends such a call. */
    static void leave(List<Network> networks) {
        networks.forEach(network -> network.users.leave());
    }

    void requireOpen() {
        users.requireOpen();
    }

    /**
     * Refuses every use from now on, and frees the parameters: at once, or where another thread is training, evaluating or
     * saving them, when that call has ended, which it does with an {@link IllegalStateException} if it needs them again. It
     * does not wait for such calls; closing twice is harmless.
     *
     * @throws IllegalStateException if a kernel is working on tensors that were got from this network, outside of such calls;
     *     close it again then
     */
    @Override
    public void close() {
        users.close();
    }
}
