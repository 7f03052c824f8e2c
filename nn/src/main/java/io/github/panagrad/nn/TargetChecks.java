package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Rows;

/** Checks, once before training, whether the targets of a data set fit a loss. */
final class TargetChecks {
    private TargetChecks() {}

    /** The numbers that a loss accepts as targets. */
    enum Range {
        /** Any finite number. */
        REAL("any finite number") {
            @Override
            boolean holds(double value) {
                return true;
            }
        },
        /** Counts and other numbers that are not negative. */
        NOT_NEGATIVE("numbers of at least 0") {
            @Override
            boolean holds(double value) {
                return value >= 0;
            }
        },
        /** Probabilities. */
        PROBABILITY("0 to 1") {
            @Override
            boolean holds(double value) {
                return value >= 0 && value <= 1;
            }
        },
        /** Classes of one output. */
        ZERO_OR_ONE("only 0 and 1") {
            @Override
            boolean holds(double value) {
                return value == 0 || value == 1;
            }
        };

        private final String text;

        Range(String text) {
            this.text = text;
        }

        abstract boolean holds(double value);
    }

    /** Checks that every label is a class of the network. */
    static void labels(Dataset data, int classes, Loss loss) {
        if (data.targets() instanceof Targets.Labels labels) {
            for (int i = 0; i < data.size(); i++) {
                int label = labels.label(data.row(i));
                if (label >= classes) {
                    throw new IllegalArgumentException("row " + data.row(i) + ": label " + label + " is out of range: "
                            + loss.name() + " with " + classes + " classes takes 0 to " + (classes - 1));
                }
            }
        }
    }

    /** Checks labels (classes on one output: 0 or 1; several outputs: one-hot) or values (as many as outputs, in a range). */
    static void oneHotOrValues(Dataset data, int outputs, Loss loss, Range range) {
        switch (data.targets()) {
            case Targets.Labels _ -> {
                if (loss.isClassification() || outputs > 1) {
                    labels(data, Math.max(2, outputs), loss);
                }
            }
            case Targets.Values values -> {
                Rows table = values.table();
                if (table.columns() != outputs) {
                    throw new IllegalArgumentException("the network has " + outputs + " outputs, but the data has "
                            + table.columns() + " target columns");
                }
                for (int i = 0; i < data.size(); i++) {
                    checkRow(values, data.row(i), outputs, loss, range);
                }
            }
        }
    }

    private static void checkRow(Targets.Values values, int row, int outputs, Loss loss, Range range) {
        for (int c = 0; c < outputs; c++) {
            double value = values.value(row, c);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("row " + row + ": target " + value + " is not a finite number");
            }
            if (!range.holds(value)) {
                throw new IllegalArgumentException("row " + row + ": target " + value + " is out of range: "
                        + loss.name() + " takes " + range.text);
            }
        }
    }
}
