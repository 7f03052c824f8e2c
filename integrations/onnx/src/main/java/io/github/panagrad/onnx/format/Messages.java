package io.github.panagrad.onnx.format;

import java.util.List;

/** The messages that ONNX models are made of, with the field numbers of {@code onnx.proto}. */
final class Messages {
    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_FLOAT = 2;
    private static final int ATTRIBUTE_INT = 3;
    private static final int ATTRIBUTE_INTS = 8;
    private static final int ATTRIBUTE_STRINGS = 9;
    private static final int ATTRIBUTE_TYPE = 20;

    private static final int TYPE_FLOAT = 1;
    private static final int TYPE_INT = 2;
    private static final int TYPE_INTS = 7;
    private static final int TYPE_STRINGS = 8;

    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int NODE_DOMAIN = 7;

    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int VALUE_DESCRIPTION = 3;

    private static final int TENSOR_DIMENSION = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_DATA = 9;

    /** What the number of rows is called. */
    private static final String ROWS = "N";

    private Messages() {}

    /** Returns an {@code AttributeProto}. */
    static Message attribute(Attribute attribute) {
        Message message = new Message().text(ATTRIBUTE_NAME, attribute.name());
        return switch (attribute) {
            case Attribute.Real(String _, float value) ->
                message.real(ATTRIBUTE_FLOAT, value).number(ATTRIBUTE_TYPE, TYPE_FLOAT);
            case Attribute.Whole(String _, long value) ->
                message.number(ATTRIBUTE_INT, value).number(ATTRIBUTE_TYPE, TYPE_INT);
            case Attribute.Wholes(String _, List<Long> values) -> {
                values.forEach(value -> message.number(ATTRIBUTE_INTS, value));
                yield message.number(ATTRIBUTE_TYPE, TYPE_INTS);
            }
            case Attribute.Texts(String _, List<String> values) -> {
                values.forEach(value -> message.text(ATTRIBUTE_STRINGS, value));
                yield message.number(ATTRIBUTE_TYPE, TYPE_STRINGS);
            }
        };
    }

    /** Returns a {@code NodeProto} with one output, whose name is the node's, too. */
    static Message node(String domain, String operator, List<Value> inputs, String output, List<Attribute> attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(NODE_INPUT, input.name()));
        node.text(NODE_OUTPUT, output).text(NODE_NAME, output).text(NODE_OPERATOR, operator);
        attributes.forEach(attribute -> node.message(NODE_ATTRIBUTE, attribute(attribute)));
        return domain.isEmpty() ? node : node.text(NODE_DOMAIN, domain);
    }

    /**
     * Returns a {@code ValueInfoProto} of a tensor with any number of rows.
     *
     * @param columns how many columns it has; -1 if it is a vector
     */
    static Message value(String name, ElementType type, int columns, String description) {
        Message shape = new Message().message(FIRST, new Message().text(SECOND, ROWS));
        if (columns >= 0) {
            shape.message(FIRST, new Message().number(FIRST, columns));
        }
        Message tensor = new Message().number(FIRST, type.code()).message(SECOND, shape);
        return new Message()
                .text(VALUE_NAME, name)
                .message(VALUE_TYPE, new Message().message(FIRST, tensor))
                .text(VALUE_DESCRIPTION, description);
    }

    /** Returns a {@code TensorProto} without its data, which has to follow. */
    static Message tensor(String name, ElementType type, List<Long> shape, long dataBytes) {
        Message tensor = new Message();
        shape.forEach(size -> tensor.number(TENSOR_DIMENSION, size));
        return tensor.number(TENSOR_TYPE, type.code()).text(TENSOR_NAME, name).begin(TENSOR_DATA, dataBytes);
    }

    /** Returns a {@code StringStringEntryProto}. */
    static Message entry(String key, String value) {
        return new Message().text(FIRST, key).text(SECOND, value);
    }

    /** Returns an {@code OperatorSetIdProto}. */
    static Message operators(String domain, int version) {
        return new Message().text(FIRST, domain).number(SECOND, version);
    }
}
