package io.github.panagrad.onnx;

import io.github.panagrad.onnx.format.Attribute;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Columns of texts as inputs of a network. */
final class CategoryNodes {
    /** Below this all whole numbers are exact, and are written without an exponent. */
    private static final double MOST_WHOLE = 1e15;

    private CategoryNodes() {}

    /**
     * A column.
     *
     * @param at its first input
     */
    record Source(FittedColumn.Categories column, int at) {}

    /**
     * Adds the inputs of a column.
     *
     * @param texts N x 1
     */
    static void add(Graph graph, Schema schema, Source source, Value texts, FeatureBlocks features) {
        FittedColumn.Categories column = source.column();
        Map<String, Long> places = places(schema, column);
        Value place = graph.node(
                Graph.ML,
                "LabelEncoder",
                List.of(texts),
                new Attribute.Texts("keys_strings", List.copyOf(places.keySet())),
                new Attribute.Wholes("values_int64s", List.copyOf(places.values())),
                new Attribute.Whole("default_int64", place(column, column.otherPlace())));
        switch (column) {
            case FittedColumn.Embedded _ -> features.add(place, List.of(source.at()));
            case FittedColumn.OneHot _ -> {
                long[] all = LongStream.range(0, column.places()).toArray();
                // OneHot would do the same, but takes -1 for the last place; a comparison has no such rule.
                Value isOwn = graph.node("Equal", List.of(place, graph.longs("places", all)));
                features.add(
                        isOwn,
                        IntStream.range(source.at(), source.at() + all.length)
                                .boxed()
                                .toList());
            }
        }
    }

    /** Returns the place of each text that is not simply one of the others. */
    private static Map<String, Long> places(Schema schema, FittedColumn.Categories column) {
        Map<String, Long> places = new LinkedHashMap<>();
        List<String> categories = column.categories();
        for (int c = 0; c < categories.size(); c++) {
            places.put(categories.get(c), (long) c);
        }
        if (areNumbers(categories)) {
            for (int c = 0; c < categories.size(); c++) {
                for (String spelling : spellings(DecimalTexts.value(categories.get(c)))) {
                    places.putIfAbsent(spelling, (long) c);
                }
            }
        }
        long missing = place(column, column.missingPlace());
        places.put("", missing);
        schema.missing().forEach(text -> places.put(stripped(text, schema.strip()), missing));
        return places;
    }

    /** A text without a place has one beyond the last, which no input marks. */
    private static long place(FittedColumn.Categories column, int place) {
        return place < 0 ? column.places() : place;
    }

    /** Whether the codes are different numbers, so that the same number written in another way is the same code. */
    private static boolean areNumbers(List<String> codes) {
        Set<Double> values = new HashSet<>();
        for (String code : codes) {
            boolean hasZero = code.length() > 1 && code.charAt(0) == '0' && code.charAt(1) != '.';
            double value = DecimalTexts.value(code);
            // Adding 0 turns -0 into 0.
            if (hasZero || !Double.isFinite(value) || !values.add(value + 0.0)) {
                return false;
            }
        }
        return true;
    }

    /** The forms in which programs write a number; a graph cannot know all. */
    private static List<String> spellings(double value) {
        List<String> spellings = new ArrayList<>(List.of(Double.toString(value)));
        if (value == Math.rint(value) && Math.abs(value) < MOST_WHOLE) {
            spellings.add(Long.toString((long) value));
            spellings.add((long) value + ".0");
        }
        return spellings;
    }

    /** As cells are stripped before they are compared. */
    private static String stripped(String text, String strip) {
        int from = 0;
        int to = text.length();
        while (from < to && isStripped(text.charAt(from), strip)) {
            from++;
        }
        while (to > from && isStripped(text.charAt(to - 1), strip)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isStripped(char c, String strip) {
        return c <= ' ' || strip.indexOf(c) >= 0;
    }
}
