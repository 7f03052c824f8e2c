package io.github.panagrad.onnx.format;

import java.util.List;

/** The operators that are used in several places, with what they need. */
public final class Operators {
    private Operators() {}

    /** {@code a + b}. */
    public static Value add(Graph graph, Value a, Value b) {
        return graph.node("Add", List.of(a, b));
    }

    /** {@code a - b}. */
    public static Value subtract(Graph graph, Value a, Value b) {
        return graph.node("Sub", List.of(a, b));
    }

    /** {@code a ⊙ b}. */
    public static Value multiply(Graph graph, Value a, Value b) {
        return graph.node("Mul", List.of(a, b));
    }

    /** {@code a ⊘ b}. */
    public static Value divide(Graph graph, Value a, Value b) {
        return graph.node("Div", List.of(a, b));
    }

    /** Limits numbers to a range; all three are broadcast. */
    public static Value limit(Graph graph, Value numbers, Value least, Value most) {
        return graph.node("Min", List.of(graph.node("Max", List.of(numbers, least)), most));
    }

    /** An operator of one tensor. */
    public static Value apply(Graph graph, String operator, Value x) {
        return graph.node(operator, List.of(x));
    }

    /** Another element type. */
    public static Value cast(Graph graph, Value x, ElementType type) {
        return graph.node("Cast", List.of(x), new Attribute.Whole("to", type.code()));
    }

    /** {@code condition ? yes : no}, for each element. */
    public static Value where(Graph graph, Value condition, Value yes, Value no) {
        return graph.node("Where", List.of(condition, yes, no));
    }

    /** Some columns of a matrix, in the order of their numbers. */
    public static Value columns(Graph graph, Value matrix, long... numbers) {
        return graph.node("Gather", List.of(matrix, graph.longs("columns", numbers)), new Attribute.Whole("axis", 1));
    }

    /** A row of a table for each number. */
    public static Value rows(Graph graph, Value table, Value numbers) {
        return graph.node("Gather", List.of(table, numbers), new Attribute.Whole("axis", 0));
    }

    /** Matrices with the same rows, next to each other. */
    public static Value concatenate(Graph graph, List<Value> matrices) {
        return matrices.size() == 1
                ? matrices.getFirst()
                : graph.node("Concat", matrices, new Attribute.Whole("axis", 1));
    }

    /** A matrix of one column as a vector. */
    public static Value vector(Graph graph, Value column) {
        return graph.node("Squeeze", List.of(column, graph.longs("axes", 1)));
    }

    /** Another shape; 0 keeps a size, and -1 is what remains. */
    public static Value reshape(Graph graph, Value x, long... shape) {
        return graph.node("Reshape", List.of(x, graph.longs("shape", shape)));
    }

    /** Another order of axes. */
    public static Value transpose(Graph graph, Value x, Long... order) {
        return graph.node("Transpose", List.of(x), new Attribute.Wholes("perm", List.of(order)));
    }

    /** The mean over an axis, which disappears. */
    public static Value mean(Graph graph, Value x, long axis) {
        return graph.node(
                "ReduceMean",
                List.of(x),
                new Attribute.Wholes("axes", List.of(axis)),
                new Attribute.Whole("keepdims", 0));
    }
}
