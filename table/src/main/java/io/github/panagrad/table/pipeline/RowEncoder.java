package io.github.panagrad.table.pipeline;

import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.text.BooleanTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row from outside as inputs, by the same code as a table's. Immutable; threads may share it. */
final class RowEncoder {
    /** Numbers as tables have them; {@link Double#parseDouble} takes more, such as {@code 1d} and {@code 0x1p3}. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** A column and what encodes it: one of the two encoders. */
    private record Step(
            String name,
            ColumnType type,
            @Nullable NumberEncoder numbers,
            @Nullable PlaceEncoder places) {}

    private final int width;
    private final Set<String> missing;
    private final String strip;
    private final List<Step> steps = new ArrayList<>();

    RowEncoder(Schema schema, List<FittedColumn> columns) {
        missing = new HashSet<>(schema.missing());
        strip = schema.strip();
        int at = 0;
        for (FittedColumn column : columns) {
            switch (column) {
                case FittedColumn.Dropped _ -> {}
                case FittedColumn.MissingOnly _ ->
                    steps.add(new Step(column.name(), column.type(), NumberEncoder.of(at), null));
                case FittedColumn.Numbers numbers ->
                    steps.add(new Step(column.name(), column.type(), NumberEncoder.of(numbers, at), null));
                case FittedColumn.Categories categories ->
                    steps.add(new Step(column.name(), column.type(), null, new PlaceEncoder(categories, at)));
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
                String text = value == null ? null : clean(text(step, value));
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
                    throw TableEncoder.unusable("column " + Texts.quote(step.name()), found);
                }
            }
        }
    }

    private PipelineException absent(Map<String, ?> row) {
        List<String> absent = steps.stream()
                .map(Step::name)
                .filter(name -> !row.containsKey(name))
                .toList();
        return new PipelineException("the row has not the " + (absent.size() == 1 ? "column " : "columns ")
                + Texts.list(absent) + ", which the model needs; it has "
                + (row.isEmpty()
                        ? "none"
                        : Texts.list(row.keySet().stream()
                                .map(String::valueOf)
                                .sorted()
                                .toList()))
                + ". A value that is not known is given as null");
    }

    /** Returns a text as a table would hold it, or null if it stands for a missing value. */
    private @Nullable String clean(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || missing.contains(trimmed)) {
            return null;
        }
        if (strip.isEmpty()) {
            return trimmed;
        }
        int from = 0;
        int end = trimmed.length();
        while (from < end && isStripped(trimmed.charAt(from))) {
            from++;
        }
        while (end > from && isStripped(trimmed.charAt(end - 1))) {
            end--;
        }
        String stripped = trimmed.substring(from, end);
        return stripped.isEmpty() || missing.contains(stripped) ? null : stripped;
    }

    private boolean isStripped(char character) {
        return Character.isWhitespace(character) || strip.indexOf(character) >= 0;
    }

    private static String text(Step step, Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> String.valueOf(truth);
            case Double number -> Texts.exactly(number);
            case Float number when number == Math.rint(number) -> Texts.exactly(number);
            case Number number -> String.valueOf(number);
            default -> throw unexpected(step, "a text", value);
        };
    }

    private double number(Step step, Object value) {
        boolean isBoolean = step.type() == ColumnType.BOOLEAN;
        double number = switch (value) {
            case Boolean truth when isBoolean -> truth ? 1 : 0;
            case Number given -> given.doubleValue();
            case String text -> parse(step, text, isBoolean);
            default -> throw unexpected(step, isBoolean ? "true or false" : "a number", value);
        };
        if (isBoolean && !Double.isNaN(number) && number != 0 && number != 1) {
            throw unexpected(step, "true or false", value);
        }
        return number;
    }

    private double parse(Step step, String given, boolean isBoolean) {
        String text = clean(given);
        if (text == null) {
            return Double.NaN;
        }
        double truth = isBoolean ? BooleanTexts.parse(text.toCharArray(), 0, text.length()) : Double.NaN;
        if (!Double.isNaN(truth)) {
            return truth;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw unexpected(step, isBoolean ? "true or false" : "a number", given);
        }
        return Double.parseDouble(text);
    }

    private static PipelineException unexpected(Step step, String expected, Object found) {
        return new PipelineException("column " + Texts.quote(step.name()) + ": expected " + expected + ", found "
                + Texts.quote(String.valueOf(found))
                + (found instanceof String ? "" : " (" + found.getClass().getSimpleName() + ")"));
    }
}
