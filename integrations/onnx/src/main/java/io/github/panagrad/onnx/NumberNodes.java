package io.github.panagrad.onnx;

import io.github.panagrad.onnx.format.Attribute;
import io.github.panagrad.onnx.format.ElementType;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Columns of numbers, truth values and dates as inputs of a network. All columns are computed at once, in float64 as in the
 * pipeline, but for what is different for each.
 */
final class NumberNodes {
    /** Beyond it a clipped number is as good as at its limit, and its square is finite. */
    private static final double CLIPPED_END = 1e150;

    private static final double CLIPPED_LIMIT = 3;

    /**
     * A column.
     *
     * @param at its first input
     */
    record Source(FittedColumn column, int at) {
        /** Returns how its numbers are encoded, if they are. */
        Optional<FittedColumn.Numbers> numbers() {
            return switch (column) {
                case FittedColumn.Numbers numbers -> Optional.of(numbers);
                case FittedColumn.Dates dates -> Optional.of(dates.seconds());
                case FittedColumn.MissingOnly _, FittedColumn.Dropped _, FittedColumn.Categories _ -> Optional.empty();
            };
        }

        /** Returns the input that says whether the number is missing, if there is one. */
        Optional<Integer> indicator() {
            return numbers()
                    .map(numbers -> numbers.hasIndicator() ? Optional.of(at + 1) : Optional.<Integer>empty())
                    .orElse(Optional.of(at));
        }
    }

    private final Graph graph;
    private final Schema schema;
    private final List<Source> sources;

    NumberNodes(Graph graph, Schema schema, List<Source> sources) {
        this.graph = graph;
        this.schema = schema;
        this.sources = sources;
    }

    /**
     * Adds the inputs of all columns.
     *
     * @param numbers N x columns, NaN where missing
     */
    void addTo(FeatureBlocks features, Value numbers) {
        Value known = withoutMarks(numbers);
        Value isMissing = Operators.apply(graph, "IsNaN", known);
        addIndicators(features, isMissing);
        double[] fill = new double[sources.size()];
        for (int c = 0; c < fill.length; c++) {
            fill[c] = sources.get(c).numbers().map(FittedColumn.Numbers::fill).orElse(0.0);
        }
        Value filled = Operators.where(graph, isMissing, graph.doubles("fill", fill), known);
        addCodes(features, filled);
        for (int c = 0; c < sources.size(); c++) {
            if (sources.get(c).column() instanceof FittedColumn.Dates dates) {
                addParts(features, dates, sources.get(c).at(), column(filled, c), column(isMissing, c));
            }
        }
    }

    /** Numbers that mark a missing value become NaN. */
    private Value withoutMarks(Value numbers) {
        List<List<Double>> marks = sources.stream().map(this::marks).toList();
        int most = marks.stream().mapToInt(List::size).max().orElse(0);
        Value known = numbers;
        for (int m = 0; m < most; m++) {
            double[] round = new double[marks.size()];
            for (int c = 0; c < round.length; c++) {
                // Nothing equals NaN.
                round[c] = m < marks.get(c).size() ? marks.get(c).get(m) : Double.NaN;
            }
            Value isMark = graph.node("Equal", List.of(known, graph.doubles("mark", round)));
            known = Operators.where(graph, isMark, graph.doubles("missing", Double.NaN), known);
        }
        return known;
    }

    private List<Double> marks(Source source) {
        Column column =
                schema.columns().get(schema.indexOf(source.column().name()).orElseThrow());
        if (column.dates() != null && column.dates().isOfDigits()) {
            // The marks are written with the digits of dates, but the input has seconds.
            return List.of();
        }
        List<String> texts = new ArrayList<>(schema.missing());
        texts.addAll(column.form().missing());
        return texts.stream()
                .map(DecimalTexts::value)
                .filter(Double::isFinite)
                .distinct()
                .toList();
    }

    private void addIndicators(FeatureBlocks features, Value isMissing) {
        List<Integer> columns = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        for (int c = 0; c < sources.size(); c++) {
            int column = c;
            sources.get(c).indicator().ifPresent(input -> {
                columns.add(column);
                inputs.add(input);
            });
        }
        if (!columns.isEmpty()) {
            features.add(columns(isMissing, columns), inputs);
        }
    }

    private void addCodes(FeatureBlocks features, Value filled) {
        List<Integer> linear = new ArrayList<>();
        List<Integer> clipped = new ArrayList<>();
        for (int c = 0; c < sources.size(); c++) {
            Optional<FittedColumn.Numbers> numbers = sources.get(c).numbers();
            if (numbers.isPresent()) {
                switch (numbers.get().code()) {
                    case NumberCode.Linear _ -> linear.add(c);
                    case NumberCode.Clipped _ -> clipped.add(c);
                    case NumberCode.Knots knots ->
                        features.add(
                                knots(knots, column(filled, c)),
                                List.of(sources.get(c).at()));
                }
            }
        }
        if (!linear.isEmpty()) {
            features.add(scaled(filled, linear), at(linear));
        }
        if (!clipped.isEmpty()) {
            features.add(clipped(scaled(filled, clipped)), at(clipped));
        }
    }

    private List<Integer> at(List<Integer> columns) {
        return columns.stream().map(c -> sources.get(c).at()).toList();
    }

    /** {@code (x - center) / scale} of some columns. */
    private Value scaled(Value filled, List<Integer> columns) {
        double[] centers = new double[columns.size()];
        double[] scales = new double[columns.size()];
        for (int i = 0; i < centers.length; i++) {
            switch (sources.get(columns.get(i)).numbers().orElseThrow().code()) {
                case NumberCode.Linear(double center, double scale) -> {
                    centers[i] = center;
                    scales[i] = scale;
                }
                case NumberCode.Clipped(double center, double scale) -> {
                    centers[i] = center;
                    scales[i] = scale;
                }
                case NumberCode.Knots _ -> throw new IllegalArgumentException("quantiles have no scale");
            }
        }
        Value centered = Operators.subtract(graph, columns(filled, columns), graph.doubles("center", centers));
        return Operators.divide(graph, centered, graph.doubles("scale", scales));
    }

    /** {@code c / sqrt(1 + (c/3)²)}. */
    private Value clipped(Value scaled) {
        Value limit = graph.doubles("limit", CLIPPED_LIMIT);
        Value part = Operators.limit(
                graph,
                Operators.divide(graph, scaled, limit),
                graph.doubles("least", -CLIPPED_END),
                graph.doubles("most", CLIPPED_END));
        Value square = Operators.add(graph, graph.doubles("one", 1), Operators.multiply(graph, part, part));
        return Operators.divide(graph, Operators.multiply(graph, part, limit), Operators.apply(graph, "Sqrt", square));
    }

    /** A straight line between the points on both sides, or the number of the first or the last point. */
    private Value knots(NumberCode.Knots knots, Value x) {
        double[] from = knots.from();
        double[] to = knots.to();
        int last = from.length - 1;
        double[] halves = new double[last + 1];
        double[] widths = new double[last + 1];
        double[] rises = new double[last + 1];
        for (int k = 0; k <= last; k++) {
            // Halved, because the difference of two very large numbers is infinite.
            halves[k] = from[k] / 2;
            widths[k] = k == last ? 1 : from[k + 1] / 2 - from[k] / 2;
            rises[k] = k == last ? 0 : to[k + 1] - to[k];
        }
        Value within = Operators.limit(graph, x, graph.doubles("first", from[0]), graph.doubles("last", from[last]));
        Value isBeyond = graph.node(
                "GreaterOrEqual", List.of(within, graph.doubles("knots", Arrays.copyOfRange(from, 1, last + 1))));
        Value segment = graph.node(
                "ReduceSum",
                List.of(Operators.cast(graph, isBeyond, ElementType.INT64), graph.longs("axes", 1)),
                new Attribute.Whole("keepdims", 1));
        Value beyond = Operators.subtract(
                graph,
                Operators.divide(graph, within, graph.doubles("two", 2)),
                Operators.rows(graph, graph.doubles("halves", halves), segment));
        Value share = Operators.divide(graph, beyond, Operators.rows(graph, graph.doubles("widths", widths), segment));
        Value rise = Operators.multiply(graph, share, Operators.rows(graph, graph.doubles("rises", rises), segment));
        return Operators.add(graph, Operators.rows(graph, graph.doubles("to", to), segment), rise);
    }

    /** The sine and the cosine of each part of a date, 0 where it is missing. */
    private void addParts(FeatureBlocks features, FittedColumn.Dates dates, int at, Value seconds, Value isMissing) {
        if (dates.parts().isEmpty()) {
            return;
        }
        DateNodes nodes = new DateNodes(graph, seconds);
        int input = at + dates.seconds().inputs().size();
        for (DatePart part : dates.parts()) {
            Value circle = Operators.where(graph, isMissing, graph.doubles("none", 0), nodes.circle(part));
            features.add(circle, List.of(input, input + 1));
            input += 2;
        }
    }

    private Value column(Value matrix, int column) {
        return columns(matrix, List.of(column));
    }

    /** The columns themselves if they are all. */
    private Value columns(Value matrix, List<Integer> columns) {
        return columns.size() == sources.size()
                ? matrix
                : Operators.columns(
                        graph,
                        matrix,
                        columns.stream().mapToLong(Integer::longValue).toArray());
    }
}
