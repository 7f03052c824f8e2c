package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.Rows;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;

/** The values to predict, one row for each row of the features. Immutable; threads may share them. */
public sealed interface Targets {
    /** Returns the number of rows. */
    int count();

    /** Class numbers from 0 to {@code classes - 1}. */
    final class Labels implements Targets {
        private final int[] labels;
        private final int classes;

        /**
         * Copies the labels.
         *
         * @param labels class numbers; copied
         * @param classes the number of classes
         * @throws IllegalArgumentException if a label is out of range, naming its row
         */
        public Labels(int[] labels, int classes) {
            this.labels = labels.clone();
            this.classes = classes;
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] < 0 || labels[i] >= classes) {
                    throw new IllegalArgumentException("row " + i + ": label " + labels[i] + " is out of range: with "
                            + classes + " classes it must be 0 to " + (classes - 1));
                }
            }
        }

        /** Returns labels whose number of classes is the largest one plus one. */
        static Labels of(int[] labels) {
            Objects.requireNonNull(labels, "labels");
            return new Labels(labels, Arrays.stream(labels).max().orElse(0) + 1);
        }

        @Override
        public int count() {
            return labels.length;
        }

        /** Returns the class number of a row. */
        public int label(int row) {
            return labels[row];
        }

        /** Returns the number of classes. */
        public int classes() {
            return classes;
        }
    }

    /**
     * Real numbers.
     *
     * @param table the targets, stored as floats or doubles with scale 1
     */
    record Values(Rows table) implements Targets {
        /** Checks the storage. */
        public Values {
            if (table.storage() == Rows.Storage.U8 || table.scale() != 1) {
                throw new IllegalArgumentException("real targets must be stored as floats or doubles, unscaled");
            }
        }

        @Override
        public int count() {
            return table.count();
        }

        /** Returns a target. */
        public double value(int row, int column) {
            long element = (long) row * table.columns() + column;
            return table.storage() == Rows.Storage.F32
                    ? table.segment().getAtIndex(ValueLayout.JAVA_FLOAT, element)
                    : table.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, element);
        }
    }
}
