package io.github.panagrad.onnx;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.onnx.format.ElementType;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The columns of a table as inputs of a graph, and the network's inputs that a pipeline makes of them. */
final class FeatureNodes {
    /** The input of all numbers, where they are grouped. */
    static final String NUMBERS = "numbers";

    /** The input of all texts, where they are grouped. */
    static final String TEXTS = "texts";

    private final Graph graph;
    private final Pipeline pipeline;
    private final List<NumberNodes.Source> numbers = new ArrayList<>();
    private final List<CategoryNodes.Source> texts = new ArrayList<>();

    FeatureNodes(Graph graph, Pipeline pipeline) {
        this.graph = graph;
        this.pipeline = pipeline;
        int at = 0;
        for (FittedColumn column : pipeline.columns()) {
            switch (column) {
                case FittedColumn.Dropped _ -> {
                    // It has no input.
                }
                case FittedColumn.MissingOnly _, FittedColumn.Numbers _, FittedColumn.Dates _ ->
                    numbers.add(new NumberNodes.Source(column, at));
                case FittedColumn.Categories categories -> texts.add(new CategoryNodes.Source(categories, at));
            }
            at += column.inputs().size();
        }
    }

    /** Returns the columns that are numbers, in order. */
    List<String> numbers() {
        return numbers.stream().map(source -> source.column().name()).toList();
    }

    /** Returns the columns that are texts, in order. */
    List<String> texts() {
        return texts.stream().map(source -> source.column().name()).toList();
    }

    /** Adds an input for each column, and the features, N x inputs. */
    Value ofColumns(Set<String> outputs) {
        List<Value> numberInputs = new ArrayList<>();
        List<Value> textInputs = new ArrayList<>();
        for (FittedColumn column : pipeline.columns()) {
            if (column instanceof FittedColumn.Dropped) {
                continue;
            }
            if (outputs.contains(column.name())) {
                throw new OnnxException("column " + Quoted.of(column.name())
                        + " has the name of an output of the exported model: export it with grouped inputs"
                        + " (--inputs grouped), or rename the column");
            }
            boolean isText = column.type() == ColumnType.CATEGORICAL;
            Value input = graph.input(
                    column.name(), isText ? ElementType.STRING : ElementType.DOUBLE, 1, description(column));
            (isText ? textInputs : numberInputs).add(input);
        }
        graph.scope(NUMBERS);
        Value block = numberInputs.isEmpty() ? null : Operators.concatenate(graph, numberInputs);
        FeatureBlocks features = new FeatureBlocks(graph);
        if (block != null) {
            new NumberNodes(graph, pipeline.schema(), numbers).addTo(features, block);
        }
        for (int t = 0; t < textInputs.size(); t++) {
            graph.scope(TEXTS + "." + t);
            CategoryNodes.add(graph, pipeline.schema(), texts.get(t), textInputs.get(t), features);
        }
        graph.scope("features");
        return features.inOrder();
    }

    /** Adds one input for all numbers and one for all texts, and the features, N x inputs. */
    Value ofGroups() {
        FeatureBlocks features = new FeatureBlocks(graph);
        Value numberInput = numbers.isEmpty()
                ? null
                : graph.input(NUMBERS, ElementType.DOUBLE, numbers.size(), Quoted.list(numbers()) + "; NaN if missing");
        Value textInput = texts.isEmpty()
                ? null
                : graph.input(TEXTS, ElementType.STRING, texts.size(), Quoted.list(texts()) + "; empty if missing");
        graph.scope(NUMBERS);
        if (numberInput != null) {
            new NumberNodes(graph, pipeline.schema(), numbers).addTo(features, numberInput);
        }
        if (textInput != null) {
            for (int t = 0; t < texts.size(); t++) {
                graph.scope(TEXTS + "." + t);
                Value column = texts.size() == 1 ? textInput : Operators.columns(graph, textInput, t);
                CategoryNodes.add(graph, pipeline.schema(), texts.get(t), column, features);
            }
        }
        graph.scope("features");
        return features.inOrder();
    }

    private static String description(FittedColumn column) {
        return switch (column.type()) {
            case CATEGORICAL -> "a text; empty if missing";
            case NUMERIC -> "a number; NaN if missing";
            case BOOLEAN -> "1 for true, 0 for false; NaN if missing";
            case DATE ->
                (column instanceof FittedColumn.Dates dates && dates.isTimeOfDay()
                                ? "seconds since midnight"
                                : "seconds since 1970-01-01T00:00Z")
                        + "; NaN if missing";
        };
    }
}
