package io.github.panagrad.onnx.format;

/**
 * A tensor in a graph: an input, a constant, or the output of a node. A value.
 *
 * @param name its name, which no other tensor of the graph has
 */
public record Value(String name) {}
