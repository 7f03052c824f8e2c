package io.github.panagrad.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats numbers for people; the same in every locale. */
public final class Numbers {
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double KIBI = 1024;

    private Numbers() {}

    /** Returns four significant digits. */
    public static String figure(double value) {
        return significant(value, 4);
    }

    /** Returns the label of a tick: enough digits to distinguish ticks, and no more zeros than needed. */
    public static String tick(double value) {
        if (!Double.isFinite(value)) {
            return figure(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(9, RoundingMode.HALF_EVEN));
        return written(rounded.stripTrailingZeros());
    }

    private static String significant(double value, int digits) {
        if (Double.isNaN(value)) {
            return "n/a";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        // Whole numbers have no trailing zeros: 3, not 3.000.
        return written(
                value == Math.rint(value) && Math.abs(value) < 1e6 ? new BigDecimal(value) : pad(rounded, digits));
    }

    private static BigDecimal pad(BigDecimal value, int digits) {
        int scale = digits - (value.precision() - value.scale());
        return value.signum() == 0 || scale <= 0 ? value : value.setScale(scale, RoundingMode.HALF_EVEN);
    }

    private static String written(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        int exponent = value.precision() - value.scale() - 1;
        if (exponent >= -4 && exponent < 7) {
            return minus(value.toPlainString());
        }
        BigDecimal mantissa = value.movePointLeft(exponent).stripTrailingZeros();
        return minus(mantissa.toPlainString()) + "e" + exponent;
    }

    private static String minus(String text) {
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }

    /** Returns a count with a thin space between thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202F').replace('-', '−');
    }

    /** Returns a share as a percentage. */
    public static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : figure(share);
    }

    /** Returns a ratio from 0 to 1 with four digits, so that those of a column line up. */
    public static String ratio(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.4f", ratio) : figure(ratio);
    }

    /** Returns a number of bytes. */
    public static String bytes(long bytes) {
        if (bytes < 0) {
            return "n/a";
        }
        double value = bytes;
        int unit = 0;
        while (value >= KIBI && unit < BYTE_UNITS.length - 1) {
            value /= KIBI;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** Returns a time. */
    public static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return figure(seconds);
        }
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
        }
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 7200
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole / 60 % 60 + " min";
    }
}
