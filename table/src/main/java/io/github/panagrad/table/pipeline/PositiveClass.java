package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.text.CodeValues;
import io.github.panagrad.schema.text.PositiveNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of two classes is the positive one, which metrics such as F1 are about. It is the second. */
final class PositiveClass {
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
        int positive = wanted != null ? named(column, classes, wanted) : PositiveNames.positive(classes);
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
}
