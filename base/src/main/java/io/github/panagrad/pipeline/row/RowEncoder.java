package io.github.panagrad.pipeline.row;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.NumberTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One row from outside as inputs, read and encoded by the same code as a table's. Immutable; threads may share it. */
public final class RowEncoder {
    /** A column and its encoder: one of the two. */
    private record Step(
            String name,
            ColumnType type,
            CellReader cells,
            @Nullable NumberEncoder numbers,
            @Nullable PlaceEncoder places) {}

    private final int width;
    private final Step[] steps;
    private final List<String> names;

    /**
     * Prepares columns.
     *
     * @param columns the schema's features, in its order
     */
    public RowEncoder(Schema schema, List<FittedColumn> columns) {
        List<Step> prepared = new ArrayList<>();
        int at = 0;
        List<CellReader> readers = CellReader.of(schema);
        int[] features = IntStream.range(0, schema.columns().size())
                .filter(c -> schema.columns().get(c).role() == Role.FEATURE)
                .toArray();
        for (int f = 0; f < columns.size(); f++) {
            FittedColumn column = columns.get(f);
            CellReader cells = readers.get(features[f]);
            switch (column) {
                case FittedColumn.Dropped _ -> {}
                case FittedColumn.MissingOnly _ ->
                    prepared.add(new Step(column.name(), column.type(), cells, NumberEncoder.of(at), null));
                case FittedColumn.Numbers numbers ->
                    prepared.add(new Step(column.name(), column.type(), cells, NumberEncoder.of(numbers, at), null));
                case FittedColumn.Dates dates ->
                    prepared.add(new Step(column.name(), column.type(), cells, NumberEncoder.of(dates, at), null));
                case FittedColumn.Categories categories ->
                    prepared.add(new Step(column.name(), column.type(), cells, null, new PlaceEncoder(categories, at)));
            }
            at += column.inputs().size();
        }
        width = at;
        steps = prepared.toArray(Step[]::new);
        names = prepared.stream().map(Step::name).toList();
    }

    /** Returns the columns that a row must have, in the order of the schema: all features except those that were dropped. */
    public List<String> names() {
        return names;
    }

    /** Returns the number of inputs of a row. */
    public int width() {
        return width;
    }

    /**
     * Encodes a row; allocates nothing where its texts need no stripping and its numbers are no texts.
     *
     * @param row the values by their columns' names; others are ignored
     * @param features as many as {@link #width()}; written
     * @param number room for one number
     * @throws PipelineException if a column is absent, or has an invalid value
     * @throws IllegalArgumentException if there is room for more or fewer inputs
     */
    public void encode(Map<String, ?> row, double[] features, double[] number) {
        clear(features);
        for (Step step : steps) {
            Object value = row.get(step.name());
            if (value == null && !row.containsKey(step.name())) {
                throw absent(row);
            }
            encode(step, value, features, number);
        }
    }

    /**
     * The same for values in the order of {@link #names()}.
     *
     * @throws PipelineException if there are more or fewer values, or one is invalid
     */
    public void encode(@Nullable Object[] values, double[] features, double[] number) {
        clear(features);
        if (values.length != steps.length) {
            throw new PipelineException("the row has " + values.length + " values, but the model needs " + steps.length
                    + ", in this order: " + Quoted.list(names));
        }
        for (int i = 0; i < values.length; i++) {
            encode(steps[i], values[i], features, number);
        }
    }

    private void clear(double[] features) {
        if (features.length != width) {
            throw new IllegalArgumentException("expected room for " + width + " inputs, found " + features.length);
        }
        Arrays.fill(features, 0);
    }

    private void encode(Step step, @Nullable Object value, double[] features, double[] number) {
        if (step.places() != null) {
            String text = value == null ? null : category(step, value);
            step.places()
                    .encode(
                            text == null
                                    ? step.places().missingPlace()
                                    : step.places().place(text),
                            features);
        } else if (step.numbers() != null) {
            double found = value == null ? Double.NaN : number(step, value);
            number[0] = found;
            if (step.numbers().encode(number, 1, features, width) >= 0) {
                throw unusable(step, found);
            }
        }
    }

    private PipelineException absent(Map<String, ?> row) {
        List<String> absent =
                names.stream().filter(name -> !row.containsKey(name)).toList();
        return new PipelineException("the row has no " + (absent.size() == 1 ? "column " : "columns ")
                + Quoted.list(absent) + ", which the model needs; it has "
                + (row.isEmpty()
                        ? "no columns"
                        : Quoted.list(row.keySet().stream()
                                .map(String::valueOf)
                                .sorted()
                                .toList()))
                + ". Give an unknown value as null");
    }

    /** Returns the category of a value, or null if it is missing. */
    private @Nullable String category(Step step, Object value) {
        return switch (value) {
            case String text -> step.cells().category(text);
            case Boolean truth -> step.cells().category(truth.toString());
            case Number number when Double.isNaN(number.doubleValue()) -> null;
            case Number number -> step.cells().category(NumberTexts.of(number));
            default -> throw unexpected(step, "a text", value);
        };
    }

    /** Returns a value as a number, NaN if it is missing. */
    private double number(Step step, Object value) {
        boolean isTruth = step.type() == ColumnType.BOOLEAN;
        boolean isDate = step.type() == ColumnType.DATE;
        String expected = isTruth ? "true or false" : isDate ? "a date" : "a number";
        double number = switch (value) {
            case Boolean truth when isTruth -> truth ? 1 : 0;
            case Number given -> number(step, given.doubleValue());
            case String text -> step.cells().value(step.type(), text.toCharArray(), 0, text.length());
            default -> isDate ? JavaDates.seconds(value, step.cells().isTimeOfDay()) : Double.POSITIVE_INFINITY;
        };
        if (Double.isInfinite(number)) {
            throw switch (value) {
                case String text ->
                    new PipelineException("column " + Quoted.of(step.name()) + ": "
                            + step.cells().problem(step.type(), text));
                case Number given
                when isDate && Double.isFinite(given.doubleValue()) ->
                    new PipelineException("column " + Quoted.of(step.name()) + ": "
                            + step.cells().problem(step.type(), NumberTexts.of(given)));
                case Number _ when !isTruth -> unusable(step, number);
                default -> unexpected(step, expected, value);
            };
        }
        return number;
    }

    private static double number(Step step, double value) {
        return switch (step.type()) {
            case BOOLEAN -> step.cells().truth(value);
            case DATE -> step.cells().date(value);
            case NUMERIC, CATEGORICAL -> step.cells().number(value);
        };
    }

    private static PipelineException unusable(Step step, double value) {
        return NumberEncoder.unusable("column " + Quoted.of(step.name()), value);
    }

    private static PipelineException unexpected(Step step, String expected, Object found) {
        return new PipelineException("column " + Quoted.of(step.name()) + ": expected " + expected + ", found "
                + Quoted.of(String.valueOf(found))
                + (found instanceof String ? "" : " (" + found.getClass().getSimpleName() + ")"));
    }
}
