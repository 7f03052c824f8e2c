package io.github.panagrad.cli.data;

import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.ValueLayout;

/**
 * Classes or real numbers. Where nobody says which, a column is taken for classes if its numbers are 0, 1, ... K-1 with
 * none left out, K is from 2 to {@value #MAX_INFERRED_CLASSES}, and there are at least two rows for each class.
 */
final class TargetInference {
    /** The most classes a file may have. */
    static final int MAX_CLASSES = 1 << 20;

    private static final int MAX_INFERRED_CLASSES = 1000;

    private TargetInference() {}

    /** Returns whether a number is a class from 0 to {@code limit - 1}. */
    static boolean isClass(double value, int limit) {
        return value >= 0 && value < limit && value == Math.rint(value);
    }

    /** Returns a number as the user wrote it or nearly so, without a fraction of zero. */
    static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /**
     * Returns a column as targets.
     *
     * @param column doubles; checked before if classes were asked for
     */
    static Targets targets(Rows column, TargetKind kind) {
        return switch (kind) {
            case TargetKind.Real _, TargetKind.Ignored _ -> new Targets.Values(column);
            case TargetKind.Classes(int count) -> labels(column, count > 0 ? count : classes(column));
            case TargetKind.Inferred _ -> {
                int classes = inferredClasses(column);
                yield classes == 0 ? new Targets.Values(column) : labels(column, classes);
            }
        };
    }

    private static int classes(Rows column) {
        int classes = 2;
        for (int r = 0; r < column.count(); r++) {
            classes = Math.max(classes, (int) value(column, r) + 1);
        }
        return classes;
    }

    /** Returns the number of classes, or 0 if the numbers are no classes. */
    private static int inferredClasses(Rows column) {
        boolean[] seen = new boolean[MAX_INFERRED_CLASSES];
        int classes = 0;
        for (int r = 0; r < column.count(); r++) {
            double value = value(column, r);
            if (!isClass(value, MAX_INFERRED_CLASSES)) {
                return 0;
            }
            seen[(int) value] = true;
            classes = Math.max(classes, (int) value + 1);
        }
        for (int c = 0; c < classes; c++) {
            if (!seen[c]) {
                return 0;
            }
        }
        return classes >= 2 && column.count() / 2 >= classes ? classes : 0;
    }

    private static Targets labels(Rows column, int classes) {
        int[] labels = new int[column.count()];
        for (int r = 0; r < labels.length; r++) {
            labels[r] = (int) value(column, r);
        }
        return new Targets.Labels(labels, classes);
    }

    private static double value(Rows column, int row) {
        return column.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, row);
    }
}
