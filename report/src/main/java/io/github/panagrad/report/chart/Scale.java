package io.github.panagrad.report.chart;

import io.github.panagrad.report.page.Numbers;

/**
 * Maps values to positions on an axis. XChart is given positions instead of values: its own axes have trouble with very small
 * and very large numbers, and its logarithmic axes show whole decades only.
 *
 * @param kind how values map to positions
 * @param unit the value at position 1 of a linear axis
 * @param low the position of the axis' lower end
 * @param high of its upper end, larger
 */
public record Scale(Kind kind, double unit, double low, double high) {
    /** An axis may be logarithmic from this ratio of the largest to the smallest value. */
    private static final double LOGARITHMIC_RATIO = 50;

    /** The margin at either end, as a share of the axis. */
    private static final double MARGIN = 0.04;

    /** How values map to positions. */
    public enum Kind {
        LINEAR,
        /** Linear, with labels at whole numbers only. */
        WHOLE,
        LOGARITHMIC
    }

    /** Returns a linear scale with given ends. */
    public static Scale between(double low, double high) {
        return new Scale(Kind.LINEAR, 1, low, high);
    }

    /** Returns a scale for whole numbers, such as epochs. */
    public static Scale whole(double smallest, double largest) {
        // XChart draws no ticks if the labels of both ends are equal, so both are whole numbers.
        double margin = Math.ceil(MARGIN * (largest - smallest));
        return new Scale(
                Kind.WHOLE, 1, Math.floor(smallest) - Math.max(1, margin), Math.ceil(largest) + Math.max(1, margin));
    }

    /**
     * Returns a linear scale that holds values.
     *
     * @param values those that are not finite are ignored
     */
    public static Scale linear(double... values) {
        return holding(false, values);
    }

    /** Returns a scale that holds values, logarithmic where they are positive and span a large ratio. */
    public static Scale automatic(double... values) {
        return holding(true, values);
    }

    private static Scale holding(boolean mayBeLogarithmic, double... values) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
        }
        if (smallest > largest) {
            return between(0, 1);
        }
        if (mayBeLogarithmic && smallest > 0 && largest / smallest >= LOGARITHMIC_RATIO) {
            return widened(Kind.LOGARITHMIC, 1, Math.log10(smallest), Math.log10(largest));
        }
        double magnitude = Math.max(Math.abs(smallest), Math.abs(largest));
        double unit = magnitude == 0 || (magnitude >= 1e-3 && magnitude < 1e5)
                ? 1
                : Math.pow(10, Math.clamp(Math.floor(Math.log10(magnitude)), -300, 300));
        return widened(Kind.LINEAR, unit, smallest / unit, largest / unit);
    }

    private static Scale widened(Kind kind, double unit, double low, double high) {
        double magnitude = Math.max(Math.abs(low), Math.abs(high));
        double span = high - low;
        double margin = span > 1e-6 * magnitude ? MARGIN * span : magnitude == 0 ? 1 : 0.1 * magnitude;
        return new Scale(kind, unit, low - margin, high + margin);
    }

    /** Returns the position of a value; NaN if it has none. */
    public double position(double value) {
        if (!Double.isFinite(value)) {
            return Double.NaN;
        }
        if (kind == Kind.LOGARITHMIC) {
            return value > 0 ? Math.log10(value) : Double.NaN;
        }
        return value / unit;
    }

    /** Returns the value at a position. */
    double value(double position) {
        return kind == Kind.LOGARITHMIC ? Math.pow(10, position) : position * unit;
    }

    /** Returns the label of a tick. Where there is none it is blank, not empty: XChart cannot lay out an empty label. */
    public String label(double position) {
        return switch (kind) {
            case LINEAR -> Numbers.tick(value(position));
            case WHOLE -> Math.abs(position - Math.rint(position)) < 1e-6 ? Numbers.tick(Math.rint(position)) : " ";
            case LOGARITHMIC -> {
                double value = value(position);
                double decade = Math.pow(10, Math.floor(position + 1e-9));
                yield Numbers.tick(Math.round(value / decade * 10) / 10.0 * decade);
            }
        };
    }

    /** Returns the share of the axis at which a position is, from 0 to 1 within it. */
    public double share(double position) {
        return (position - low) / (high - low);
    }
}
