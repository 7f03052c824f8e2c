package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Rows;

/** Whether the targets of a data set fit a loss; checked once, before training. */
final class TargetChecks {
    private TargetChecks() {}

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

    /** Checks labels (one output: 0 or 1; more: one-hot) or values (as many as outputs; probabilities in [0, 1]). */
    static void oneHotOrValues(Dataset data, int outputs, Loss loss, boolean probabilities) {
        switch (data.targets()) {
            case Targets.Labels _ -> {
                if (probabilities || outputs > 1) {
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
                    checkRow(values, data.row(i), outputs, loss, probabilities);
                }
            }
        }
    }

    private static void checkRow(Targets.Values values, int row, int outputs, Loss loss, boolean probabilities) {
        for (int c = 0; c < outputs; c++) {
            double value = values.value(row, c);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("row " + row + ": target " + value + " is not a finite number");
            }
            if (probabilities && !(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(
                        "row " + row + ": target " + value + " is out of range: " + loss.name() + " takes 0 to 1");
            }
        }
    }
}
