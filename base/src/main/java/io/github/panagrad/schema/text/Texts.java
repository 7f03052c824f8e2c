package io.github.panagrad.schema.text;

import io.github.panagrad.schema.ColumnType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Locale;
import java.util.PrimitiveIterator;

/** Numbers, names and orders for people to read. */
public final class Texts {
    /** By code points, which is the order of UTF-8, too; {@link String#compareTo} goes by UTF-16. */
    public static final Comparator<String> BY_CODE_POINTS = Texts::compareCodePoints;

    /** A hundred thousand years. */
    private static final double MAX_SECONDS = 3e12;

    private Texts() {}

    private static int compareCodePoints(String left, String right) {
        PrimitiveIterator.OfInt a = left.codePoints().iterator();
        PrimitiveIterator.OfInt b = right.codePoints().iterator();
        while (a.hasNext() && b.hasNext()) {
            int order = Integer.compare(a.nextInt(), b.nextInt());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(a.hasNext(), b.hasNext());
    }

    /** Returns a number to four digits, whole ones in full. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.valueOf((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        double size = Math.abs(value);
        return size >= 1e-4 && size < 1e9 ? rounded.toPlainString() : rounded.toString();
    }

    /** Returns a date, or a time of the day. */
    public static String date(double seconds, boolean isTimeOfDay) {
        if (!(Math.abs(seconds) < MAX_SECONDS)) {
            return number(seconds);
        }
        LocalDateTime date = LocalDateTime.ofEpochSecond((long) Math.floor(seconds), 0, ZoneOffset.UTC);
        if (isTimeOfDay) {
            return date.toLocalTime().toString();
        }
        return date.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? date.toLocalDate().toString()
                : date.toString();
    }

    /** Returns the name of a type for users, in lower case. */
    public static String label(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
