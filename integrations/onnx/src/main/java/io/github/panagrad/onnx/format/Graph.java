package io.github.panagrad.onnx.format;

import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An ONNX model under construction: inputs and constants, nodes with one output each in an order in which they can be computed, and
 * outputs. All sizes are known before anything is written, so that weights are written from where they are. Not thread-safe.
 *
 * <p>The versions are old ones, which runtimes of many years can read: IR 8, operators 17 (2022), those for tables 2.
 */
public final class Graph {
    /** The domain of the operators for tables. */
    public static final String ML = "ai.onnx.ml";

    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 17;
    private static final int ML_OPERATORS = 2;

    private static final int MODEL_IR_VERSION = 1;
    private static final int MODEL_PRODUCER = 2;
    private static final int MODEL_PRODUCER_VERSION = 3;
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPERATORS = 8;
    private static final int MODEL_METADATA = 14;

    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int GRAPH_CONSTANT = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;

    /** Everything but the constants. */
    private final Message body = new Message();

    private final List<Initializer> constants = new ArrayList<>();
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private String scope = "";

    /**
     * A constant.
     *
     * @param header all of its {@code TensorProto} but the data
     * @param data what follows
     */
    private record Initializer(Message header, Constant data) {
        long bytes() {
            return header.size() + data.bytes();
        }
    }

    /** Puts a text in front of the names of the constants and nodes that follow, such as that of a layer. */
    public void scope(String name) {
        scope = name.isEmpty() ? "" : name + "/";
    }

    /**
     * Adds an input of any number of rows.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Value input(String name, ElementType type, int columns, String description) {
        requireNew(name);
        body.message(GRAPH_INPUT, Messages.value(name, type, columns, description));
        return new Value(name);
    }

    /**
     * Takes a name that an output will have, so that nothing else gets it.
     *
     * @throws IllegalArgumentException if it is taken
     */
    public void reserve(String name) {
        requireNew(name);
    }

    private void requireNew(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("two tensors of the graph would be called " + name);
        }
    }

    /** Makes a tensor an output, with a name that was reserved. */
    public void output(String name, ElementType type, int columns, String description, Value value) {
        body.message(GRAPH_NODE, Messages.node("", "Identity", List.of(value), name, List.of()));
        body.message(GRAPH_OUTPUT, Messages.value(name, type, columns, description));
    }

    /** The same for a vector, with one element a row. */
    public void output(String name, ElementType type, String description, Value value) {
        output(name, type, -1, description, value);
    }

    /** Adds a text about the model. */
    public void metadata(String key, String value) {
        metadata.put(key, value);
    }

    /** Adds a constant matrix of float64. */
    public Value doubles(String name, int rows, int columns, double... values) {
        return constant(name, ElementType.DOUBLE, List.of((long) rows, (long) columns), Constant.of(values));
    }

    /** Adds a constant vector of float64. */
    public Value doubles(String name, double... values) {
        return constant(name, ElementType.DOUBLE, List.of((long) values.length), Constant.of(values));
    }

    /** Adds a constant vector of float32. */
    public Value floats(String name, float... values) {
        return constant(name, ElementType.FLOAT, List.of((long) values.length), Constant.of(values));
    }

    /** Adds a constant vector of whole numbers. */
    public Value longs(String name, long... values) {
        return constant(name, ElementType.INT64, List.of((long) values.length), Constant.of(values));
    }

    /**
     * Adds a constant whose numbers are those of a tensor at the time of writing.
     *
     * @param shape with as many elements
     * @param tensor float32, contiguous
     */
    public Value weights(String name, List<Long> shape, Tensor tensor) {
        return constant(name, ElementType.FLOAT, shape, new Constant.Weights(tensor));
    }

    private Value constant(String name, ElementType type, List<Long> shape, Constant data) {
        String unique = unique(name);
        constants.add(new Initializer(Messages.tensor(unique, type, shape, data.bytes()), data));
        return new Value(unique);
    }

    /** Adds a node of the standard operators, and returns its output. */
    public Value node(String operator, List<Value> inputs, Attribute... attributes) {
        return node("", operator, inputs, attributes);
    }

    /** Adds a node, and returns its output. */
    public Value node(String domain, String operator, List<Value> inputs, Attribute... attributes) {
        String output = unique(operator);
        body.message(GRAPH_NODE, Messages.node(domain, operator, inputs, output, Arrays.asList(attributes)));
        return new Value(output);
    }

    /** Inputs may be called like anything. */
    private String unique(String name) {
        String full = scope + name;
        String candidate = full;
        while (!names.add(candidate)) {
            candidate = full + "_" + uses.merge(full, 1, Integer::sum);
        }
        return candidate;
    }

    /** Returns how many bytes nodes and constants have. */
    public long bytes() {
        return body.size() + constants.stream().mapToLong(Initializer::bytes).sum();
    }

    /**
     * Writes the model.
     *
     * @param producer the program that made it
     * @param version its version
     * @param channel must consume every buffer completely
     */
    public void writeTo(String producer, String version, WritableByteChannel channel) throws IOException {
        Message model = new Message()
                .number(MODEL_IR_VERSION, IR_VERSION)
                .text(MODEL_PRODUCER, producer)
                .text(MODEL_PRODUCER_VERSION, version)
                .message(MODEL_OPERATORS, Messages.operators("", OPERATORS))
                .message(MODEL_OPERATORS, Messages.operators(ML, ML_OPERATORS));
        metadata.forEach((key, value) -> model.message(MODEL_METADATA, Messages.entry(key, value)));
        Message rest = new Message().text(GRAPH_NAME, producer);
        List<Message> headers = constants.stream()
                .map(constant -> new Message().begin(GRAPH_CONSTANT, constant.bytes()))
                .toList();
        long length = body.size() + rest.size();
        for (int c = 0; c < headers.size(); c++) {
            length += headers.get(c).size() + constants.get(c).bytes();
        }
        write(model.begin(MODEL_GRAPH, length), channel);
        write(body, channel);
        write(rest, channel);
        for (int c = 0; c < headers.size(); c++) {
            write(headers.get(c), channel);
            write(constants.get(c).header(), channel);
            constants.get(c).data().writeTo(channel);
        }
    }

    private static void write(Message message, WritableByteChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(message.toByteArray()));
    }
}
