package io.github.panagrad.pipeline.row;

import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.PipelineException;
import java.util.List;

/** Writes the inputs of a column of numbers, booleans or dates into a block of rows. Immutable. */
public final class NumberEncoder {
    private static final int NONE = -1;

    private final NumberCode code;
    private final int valueAt;
    private final int indicatorAt;
    private final double fill;
    private final List<DatePart> parts;
    private final List<double[]> circles;
    private final int partsAt;

    private NumberEncoder(
            NumberCode code, int valueAt, int indicatorAt, double fill, List<DatePart> parts, int partsAt) {
        this.code = code;
        this.valueAt = valueAt;
        this.indicatorAt = indicatorAt;
        this.fill = fill;
        this.parts = parts;
        circles = parts.stream().map(DatePart::circle).toList();
        this.partsAt = partsAt;
    }

    /**
     * Prepares a column.
     *
     * @param at its first input
     */
    public static NumberEncoder of(FittedColumn.Numbers column, int at) {
        return of(column, at, List.of());
    }

    /** The same for a column of dates. */
    public static NumberEncoder of(FittedColumn.Dates column, int at) {
        return of(column.seconds(), at, column.parts());
    }

    private static NumberEncoder of(FittedColumn.Numbers column, int at, List<DatePart> parts) {
        double[] fill = {column.fill()};
        column.code().encode(fill, 1);
        int indicator = column.hasIndicator() ? at + 1 : NONE;
        return new NumberEncoder(
                column.code(),
                at,
                indicator,
                fill[0],
                parts,
                at + column.inputs().size());
    }

    /** The same for a column where only the missing-value indicator matters. */
    public static NumberEncoder of(int at) {
        return new NumberEncoder(NumberCode.Linear.IDENTITY, NONE, at, 0, List.of(), NONE);
    }

    /**
     * Encodes rows.
     *
     * @param values NaN for missing; read and overwritten
     * @param count the number of rows
     * @param block row-major, zeros where this column's inputs are; written
     * @param width the number of inputs of a row
     * @return the first row whose number is infinite, or that float32 cannot hold once it is scaled; -1 if there is none
     */
    public int encode(double[] values, int count, double[] block, int width) {
        for (int i = 0; i < count; i++) {
            if (Double.isInfinite(values[i])) {
                return i;
            }
        }
        if (indicatorAt >= 0) {
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(values[i])) {
                    block[i * width + indicatorAt] = 1;
                }
            }
        }
        for (int p = 0; p < parts.size(); p++) {
            encodePart(p, values, count, block, width);
        }
        return valueAt < 0 ? -1 : encodeValues(values, count, block, width);
    }

    private void encodePart(int p, double[] seconds, int count, double[] block, int width) {
        DatePart part = parts.get(p);
        double[] circle = circles.get(p);
        int at = partsAt + 2 * p;
        for (int i = 0; i < count; i++) {
            if (!Double.isNaN(seconds[i])) {
                int value = part.of(seconds[i]);
                block[i * width + at] = circle[2 * value];
                block[i * width + at + 1] = circle[2 * value + 1];
            }
        }
    }

    private int encodeValues(double[] values, int count, double[] block, int width) {
        code.encode(values, count);
        for (int i = 0; i < count; i++) {
            double input = Double.isNaN(values[i]) ? fill : values[i];
            if (!(Math.abs(input) <= Float.MAX_VALUE)) {
                return i;
            }
            block[i * width + valueAt] = input;
        }
        return -1;
    }

    /** Explains why a number cannot be an input. */
    public static PipelineException unusable(String where, double value) {
        return new PipelineException(where + " is " + value
                + (Double.isInfinite(value)
                        ? ", but a finite number is needed; correct it, or leave it empty if it is not known"
                        : ", which is beyond float32 once it is scaled; correct it"));
    }
}
