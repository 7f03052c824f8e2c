package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.Rows;
import java.lang.foreign.ValueLayout;

/** The features of a data set of doubles as heap arrays. */
final class Points {
    private Points() {}

    static double[] row(Dataset data, int sample) {
        Rows rows = data.features();
        double[] row = new double[rows.columns()];
        for (int c = 0; c < row.length; c++) {
            row[c] = rows.segment()
                    .get(ValueLayout.JAVA_DOUBLE, rows.offset(data.row(sample)) + (long) c * Double.BYTES);
        }
        return row;
    }

    static double[][] all(Dataset data) {
        double[][] rows = new double[data.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(data, i);
        }
        return rows;
    }
}
