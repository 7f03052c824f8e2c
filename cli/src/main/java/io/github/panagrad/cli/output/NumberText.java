package io.github.panagrad.cli.output;

import java.util.Locale;

/** Numbers as text, the same in every locale. */
public final class NumberText {
    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

    private NumberText() {}

    /** Returns a share of 1 as a percentage, or a dash for NaN. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Returns a loss to six digits, or a dash for NaN. */
    public static String loss(double loss) {
        return Double.isNaN(loss) ? "-" : String.format(Locale.ROOT, "%.6g", loss);
    }

    /** Returns a count with separators between thousands. */
    public static String count(double count) {
        return String.format(Locale.ROOT, "%,.0f", count);
    }

    /** Returns a count with separators between thousands. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns a number of bytes in units of 1000. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** Returns a time in seconds with a sensible number of digits. */
    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.3f" : "%.1f", seconds);
    }
}
