package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.DataDrivenStart;
import io.github.panagrad.nn.engine.EngineLayer;
import io.github.panagrad.nn.engine.LayerParameter;
import io.github.panagrad.nn.engine.Parameters;
import io.github.panagrad.nn.engine.Users;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a network, and what they mean. It owns their memory and must be closed.
 *
 * <p>Several threads may read it, and train copies of it; only one trainer may change it at a time. After
 * {@link #close} every use throws {@link IllegalStateException}.
 */
public final class Network implements AutoCloseable {
    private final NetworkSpec spec;
    private final Backend backend;
    private final Parameters values;
    private final List<Parameter> parameters;

    /** The number of each parameter, by name. */
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * Makes a network with all weights, biases and embeddings zero, to be filled.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws io.github.panagrad.blas.OpenBlasException if the backend is unavailable
     */
    public Network(NetworkSpec spec, DType dtype, Backend backend) {
        this.spec = spec;
        this.backend = backend;
        Architecture architecture = spec.architecture();
        this.parameters = List.copyOf(Parameter.of(architecture));
        for (int p = 0; p < parameters.size(); p++) {
            numbers.put(parameters.get(p).name(), p);
        }
        this.values = new Parameters(architecture, Kernels.of(backend, dtype));
    }

    /** Makes a float32 network on the best available backend, with He-initialised weights. */
    public static Network create(NetworkSpec spec, long seed) {
        return create(spec, DType.F32, Backend.preferred(), Initializer.he(), seed);
    }

    /**
     * Makes a network with initialised weights and zero biases; embeddings, and layers with members, start as their pages say. The
     * same seed gives the same weights.
     */
    public static Network create(NetworkSpec spec, DType dtype, Backend backend, Initializer initializer, long seed) {
        Network network = new Network(spec, dtype, backend);
        try {
            RandomKey key = Purpose.INITIALISATION.key(seed);
            Architecture architecture = network.values.architecture();
            for (int l = 0; l < architecture.layers().size(); l++) {
                network.initialize(architecture.layer(l), architecture.firstOfLayer(l), initializer, key.fold(l));
            }
            for (int e = 0; e < architecture.embeddings().size(); e++) {
                network.initialize(
                        architecture.embeddings().get(e),
                        architecture.firstOfEmbedding(e),
                        initializer,
                        key.fold(architecture.layers().size() + e));
            }
            return network;
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    /**
     * The same with samples, which {@link Initializer.DataDriven} follows; others ignore them.
     *
     * @param training the training samples, which fit the network
     */
    public static Network create(
            NetworkSpec spec, DType dtype, Backend backend, Initializer initializer, long seed, Dataset training) {
        Network network = create(spec, dtype, backend, initializer, seed);
        try {
            if (initializer instanceof Initializer.DataDriven) {
                DataChecks.require(spec, dtype, training);
                RandomKey key = Purpose.INITIALISATION.key(seed);
                new DataDrivenStart(network.values).run(training, key.fold(network.parameters.size() + spec.layers()));
            }
            return network;
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    /**
     * Draws a layer's parameters.
     *
     * @param first the number of its first parameter
     * @param key the key of the first one drawn; later ones have their own
     */
    private void initialize(EngineLayer layer, int first, Initializer initializer, RandomKey key) {
        int drawn = 0;
        for (int p = 0; p < layer.parameters().size(); p++) {
            LayerParameter.Initial initial = layer.parameters().get(p).initial();
            if (!(initial instanceof LayerParameter.Initial.Constant)) {
                draw(initial, initializer, values.tensors().get(first + p), drawn == 0 ? key : key.fold(drawn));
                drawn++;
            }
        }
    }

    private static void draw(LayerParameter.Initial initial, Initializer initializer, Tensor weights, RandomKey key) {
        switch (initial) {
            case LayerParameter.Initial.Drawn _ -> initializer.fill(weights, key);
            case LayerParameter.Initial.Normal(double deviation) -> InitialWeights.normal(weights, key, deviation);
            case LayerParameter.Initial.CutNormal(double deviation, double cut) ->
                InitialWeights.truncatedNormal(weights, key, deviation, cut);
            case LayerParameter.Initial.Uniform(double limit) -> InitialWeights.uniform(weights, key, limit);
            case LayerParameter.Initial.Grouped(List<Integer> groups) -> InitialWeights.grouped(weights, key, groups);
            case LayerParameter.Initial.Constant _ -> {
                // Already there.
            }
        }
    }

    /** Returns the shape. */
    public NetworkSpec spec() {
        return spec;
    }

    /** Returns the element type of the parameters. */
    public DType dtype() {
        return values.dtype();
    }

    /** Returns the backend that does the arithmetic. */
    public Backend backend() {
        return backend;
    }

    /**
     * Returns a layer's weights, fanOut x fanIn: the parameters themselves, not a copy.
     *
     * @throws IllegalArgumentException if there is no such layer, or it has none
     * @throws IllegalStateException if the network was closed
     */
    public Tensor weights(int layer) {
        return get(Parameter.name(Parameter.LAYERS, layer, "weight"));
    }

    /**
     * Returns a layer's biases, 1 x fanOut, or members x fanOut if members have biases of their own: the parameters themselves, not a copy.
     *
     * @throws IllegalArgumentException if there is no such layer, or it has none
     * @throws IllegalStateException if the network was closed
     */
    public Tensor biases(int layer) {
        return get(Parameter.name(Parameter.LAYERS, layer, "bias"));
    }

    /** Returns all parameters, in the order of model files. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * Returns a parameter's tensor itself, not a copy.
     *
     * @param name such as {@code layers.0.scale}; see {@link Parameter}
     * @throws IllegalArgumentException if there is no such tensor
     * @throws IllegalStateException if the network was closed
     */
    public Tensor get(String name) {
        return values.tensors().get(number(name));
    }

    /** Returns a parameter's tensor itself, not a copy. */
    public Tensor get(Parameter parameter) {
        return get(parameter.name());
    }

    /**
     * Returns a copy of a parameter, rows x columns.
     *
     * @throws IllegalArgumentException if the network has no such parameter
     * @throws IllegalStateException if the network was closed
     */
    public double[][] toArray(Parameter parameter) {
        users().enter();
        try {
            return get(parameter).toArray();
        } finally {
            users().leave();
        }
    }

    /**
     * Returns a network with the same layers below a new output layer, to be trained on another task; the caller closes it. All parameters
     * but the output layer's are copies of this one's.
     *
     * @param outputs the number of outputs
     * @param loss what they are trained for
     * @param seed gives the new layer's weights, drawn as {@link Initializer#he} does
     * @throws IllegalArgumentException if the loss does not take that many outputs
     * @throws IllegalStateException if the network was closed
     */
    public Network withHead(int outputs, Loss loss, long seed) {
        NetworkSpec other =
                new NetworkSpec(spec.inputs(), spec.embeddings(), spec.inputDropout(), spec.hidden(), outputs, loss);
        users().enter();
        try {
            Network network = create(other, dtype(), backend, Initializer.he(), seed);
            try {
                for (Parameter parameter : parameters) {
                    boolean isHead = parameter.group().equals(Parameter.LAYERS)
                            && parameter.index() == spec.hidden().size();
                    if (!isHead) {
                        network.get(parameter).copyFrom(get(parameter));
                    }
                }
                return network;
            } catch (Throwable e) {
                network.close();
                throw e;
            }
        } finally {
            users().leave();
        }
    }

    /** Returns the number of a parameter among {@link #parameters}. */
    int number(String name) {
        requireOpen();
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("the network has no parameter " + name);
        }
        return number;
    }

    /** Copies all tensors of a network of the same shape. */
    void copyFrom(Network source) {
        source.users().enter();
        try {
            for (Parameter parameter : parameters) {
                get(parameter).copyFrom(source.get(parameter));
            }
        } finally {
            source.users().leave();
        }
    }

    /**
     * Sets all biases, the output layer's included, to a constant instead of their initial zero.
     *
     * @throws IllegalArgumentException if it is not a finite number of the element type
     * @throws IllegalStateException if the network was closed
     */
    public void fillBiases(double value) {
        requireOpen();
        if (!Double.isFinite(dtype() == DType.F32 ? (float) value : value)) {
            throw new IllegalArgumentException("biases must be finite numbers, found " + value);
        }
        for (Parameter parameter : parameters) {
            if (parameter.label().equals("bias")) {
                get(parameter).fill(value);
            }
        }
    }

    /** Returns the bytes of the parameters. */
    public long bytes() {
        return values.bytes();
    }

    /** Returns what the engine works on. */
    Parameters values() {
        return values;
    }

    Kernels kernels() {
        return values.kernels();
    }

    /** Returns who is using the parameters; trainers, evaluators and the like enter for each call. */
    Users users() {
        return values.users();
    }

    /**
     * Enters for a call that uses several networks: all of them, or none.
     *
     * @throws IllegalStateException if one was closed
     */
    static void enter(List<Network> networks) {
        for (int n = 0; n < networks.size(); n++) {
            try {
                networks.get(n).users().enter();
            } catch (IllegalStateException e) {
                leave(networks.subList(0, n));
                throw e;
            }
        }
    }

    /** Ends such a call. */
    static void leave(List<Network> networks) {
        networks.forEach(network -> network.users().leave());
    }

    void requireOpen() {
        values.requireOpen();
    }

    /**
     * Refuses every use from now on, and frees the parameters: at once or, if another thread is training, evaluating or saving
     * them, when that call has ended; it fails with an {@link IllegalStateException} if it needs them again. This does not wait
     * for such calls; closing twice is harmless.
     *
     * @throws IllegalStateException if a kernel is working on tensors obtained from this network, outside such calls; close it
     *     again afterwards
     */
    @Override
    public void close() {
        values.close();
    }
}
