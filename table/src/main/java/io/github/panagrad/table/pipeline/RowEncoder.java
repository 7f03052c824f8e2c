package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.text.CellReader;
import io.github.panagrad.table.text.NumberTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One row from outside as inputs, read and encoded by the same code as a table's. Immutable; threads may share it. */
final class RowEncoder {
    /** A column and its encoder: one of the two. */
    private record Step(
            String name,
            ColumnType type,
            CellReader cells,
            @Nullable NumberEncoder numbers,
            @Nullable PlaceEncoder places) {}

    private final int width;
    private final List<Step> steps = new ArrayList<>();

    /**
     * Prepares columns.
     *
     * @param columns the schema's features, in its order
     */
    RowEncoder(Schema schema, List<FittedColumn> columns) {
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
                    steps.add(new Step(column.name(), column.type(), cells, NumberEncoder.of(at), null));
                case FittedColumn.Numbers numbers ->
                    steps.add(new Step(column.name(), column.type(), cells, NumberEncoder.of(numbers, at), null));
                case FittedColumn.Dates dates ->
                    steps.add(new Step(column.name(), column.type(), cells, NumberEncoder.of(dates, at), null));
                case FittedColumn.Categories categories ->
                    steps.add(new Step(column.name(), column.type(), cells, null, new PlaceEncoder(categories, at)));
            }
            at += column.inputs().size();
        }
        width = at;
    }

    void encode(Map<String, ?> row, double[] features) {
        if (features.length != width) {
            throw new IllegalArgumentException("expected room for " + width + " inputs, found " + features.length);
        }
        Arrays.fill(features, 0);
        double[] number = new double[1];
        for (Step step : steps) {
            Object value = row.get(step.name());
            if (value == null && !row.containsKey(step.name())) {
                throw absent(row);
            }
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
    }

    private PipelineException absent(Map<String, ?> row) {
        List<String> absent = steps.stream()
                .map(Step::name)
                .filter(name -> !row.containsKey(name))
                .toList();
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
        return TableEncoder.unusable("column " + Quoted.of(step.name()), value);
    }

    private static PipelineException unexpected(Step step, String expected, Object found) {
        return new PipelineException("column " + Quoted.of(step.name()) + ": expected " + expected + ", found "
                + Quoted.of(String.valueOf(found))
                + (found instanceof String ? "" : " (" + found.getClass().getSimpleName() + ")"));
    }
}
