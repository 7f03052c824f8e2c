package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of two classes is the positive one, which metrics such as F1 are about. It is the second. */
final class PositiveClass {
    private static final Set<String> YES = Set.of("true", "yes", "positive", "pos");

    private static final Set<String> NO = Set.of("false", "no", "negative", "neg", "0", "-1");

    /** Letters that are no words by themselves. */
    private static final Map<String, String> OPPOSITES = Map.of("y", "n", "t", "f", "+", "-");

    private PositiveClass() {}

    /**
     * Returns the classes with the positive one last, where there are two.
     *
     * @param classes in their usual order
     * @param counts how many rows each has
     * @param wanted the positive class that was asked for, or null
     * @throws PipelineException if there is no such class, or if there are more than two
     */
    static List<String> last(Column column, List<String> classes, double[] counts, @Nullable String wanted) {
        if (classes.size() != 2) {
            if (wanted != null) {
                throw new PipelineException("the target " + Quoted.of(column.name()) + " has " + classes.size()
                        + " classes, but only of two one is the positive class; ask for none");
            }
            return classes;
        }
        int positive = wanted != null ? named(column, classes, wanted) : byName(classes);
        if (positive < 0) {
            positive = counts[0] < counts[1] ? 0 : 1;
        }
        return positive == 1 ? classes : classes.reversed();
    }

    private static int named(Column column, List<String> classes, String wanted) {
        String text = wanted.strip();
        double value = CodeValues.of(text);
        for (int c = 0; c < 2; c++) {
            if (classes.get(c).equals(text) || (!Double.isNaN(value) && CodeValues.of(classes.get(c)) == value)) {
                return c;
            }
        }
        throw new PipelineException("the target " + Quoted.of(column.name()) + " has no class " + Quoted.of(text)
                + " that could be the positive one; its classes are " + Quoted.list(classes));
    }

    /** Returns the class whose name says that it is the positive one, or -1 if the names do not say. */
    static int byName(List<String> classes) {
        String first = word(classes.getFirst());
        String second = word(classes.getLast());
        if (second.equals(OPPOSITES.get(first))) {
            return 0;
        }
        if (first.equals(OPPOSITES.get(second))) {
            return 1;
        }
        if (YES.contains(first) != YES.contains(second)) {
            return YES.contains(first) ? 0 : 1;
        }
        return NO.contains(first) == NO.contains(second) ? -1 : NO.contains(first) ? 1 : 0;
    }

    private static String word(String name) {
        double value = CodeValues.of(name);
        return value == 0 ? "0" : value == -1 ? "-1" : name.toLowerCase(Locale.ROOT);
    }
}
