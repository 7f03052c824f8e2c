package io.github.panagrad.onnx;

import io.github.panagrad.onnx.format.ElementType;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a network as they are made, several at a time, and where they belong. */
final class FeatureBlocks {
    private final Graph graph;
    private final List<Value> blocks = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();

    FeatureBlocks(Graph graph) {
        this.graph = graph;
    }

    /** Adds numbers or truth values, one column for each position. */
    void add(Value numbers, List<Integer> at) {
        blocks.add(Operators.cast(graph, numbers, ElementType.FLOAT));
        positions.addAll(at);
    }

    /** Returns all in the order of their positions. */
    Value inOrder() {
        Value all = Operators.concatenate(graph, blocks);
        long[] order = new long[positions.size()];
        boolean isInOrder = true;
        for (int c = 0; c < order.length; c++) {
            order[positions.get(c)] = c;
            isInOrder &= positions.get(c) == c;
        }
        return isInOrder ? all : Operators.columns(graph, all, order);
    }
}
