package io.github.panagrad.cli.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Samples for a model without preprocessing: a table of numbers, which go to the network as they are. */
final class NumberTable {
    private NumberTable() {}

    /**
     * Returns the rows of a table.
     *
     * @param spec the network, which takes as many inputs as there are columns, or one less, the last being the target
     * @param dtype the element type of the network, which must hold the numbers
     * @param needsTarget whether there must be a target
     */
    static Dataset samples(Table table, NetworkSpec spec, DType dtype, boolean needsTarget, String name) {
        List<Integer> columns = new ArrayList<>();
        for (int c = 0; c < table.schema().columns().size(); c++) {
            Column column = table.schema().columns().get(c);
            if (column.role() != Role.IGNORED) {
                if (column.type() == ColumnType.CATEGORICAL) {
                    throw new InvalidInputException(name + ": column " + Quoted.of(column.name())
                            + " has text, but the model was" + " trained on numbers and has no preprocessing with it");
                }
                columns.add(c);
            }
        }
        boolean hasTarget = columns.size() == spec.inputs() + 1;
        boolean fits = hasTarget || (!needsTarget && columns.size() == spec.inputs());
        if (!fits) {
            throw new InvalidInputException(
                    name + " has " + columns.size() + " columns, but the model takes " + spec.inputs()
                            + " inputs: expected " + (spec.inputs() + 1) + " columns, the target's last"
                            + (needsTarget ? "" : ", or " + spec.inputs() + " without it"));
        }
        double[][] features = new double[table.rows()][spec.inputs()];
        double[] values = new double[table.rows()];
        for (int c = 0; c < spec.inputs(); c++) {
            table.numbers(columns.get(c), 0, values.length, values);
            for (int r = 0; r < values.length; r++) {
                features[r][c] = require(table, columns.get(c), r, values[r], dtype);
            }
        }
        if (!needsTarget) {
            return Dataset.of(features, new int[values.length]);
        }
        table.numbers(columns.getLast(), 0, values.length, values);
        return spec.loss().isClassification()
                ? classes(table, spec, features, values)
                : values(table, columns.getLast(), features, values, dtype);
    }

    private static double require(Table table, int column, int row, double value, DType dtype) {
        double largest = dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        if (!(Math.abs(value) <= largest)) {
            throw new InvalidInputException(table.place(row) + ", column "
                    + Quoted.of(table.schema().columns().get(column).name()) + ": expected a number, found "
                    + (Double.isNaN(value) ? "none" : value + ", which is beyond " + dtype.label()));
        }
        return value;
    }

    private static Dataset classes(Table table, NetworkSpec spec, double[][] features, double[] values) {
        int classes = spec.outputs() == 1 ? 2 : spec.outputs();
        int[] labels = new int[values.length];
        for (int r = 0; r < labels.length; r++) {
            double value = values[r];
            if (!(value >= 0 && value < classes && value == Math.rint(value))) {
                throw new InvalidInputException(table.place(r) + ": the target must be a class number from 0 to "
                        + (classes - 1) + ", found " + value);
            }
            labels[r] = (int) value;
        }
        return Dataset.of(Dataset.table(features), new Targets.Labels(labels, classes));
    }

    private static Dataset values(Table table, int column, double[][] features, double[] values, DType dtype) {
        double[][] targets = new double[values.length][1];
        for (int r = 0; r < values.length; r++) {
            targets[r][0] = require(table, column, r, values[r], dtype);
        }
        return Dataset.of(features, targets);
    }
}
