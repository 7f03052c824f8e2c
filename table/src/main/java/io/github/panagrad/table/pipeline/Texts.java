package io.github.panagrad.table.pipeline;

import io.github.panagrad.table.ColumnType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PrimitiveIterator;

/** Numbers, names and orders for people to read. */
final class Texts {
    /** By code points, which is the order of UTF-8, too; {@link String#compareTo} goes by UTF-16. */
    static final Comparator<String> BY_CODE_POINTS = Texts::compareCodePoints;

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
    static String number(double value) {
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
    static String date(double seconds, boolean isTimeOfDay) {
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

    static String label(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Returns what the places of a categorical column are for. */
    static String places(FittedColumn.Categories column, int rare, long missing) {
        List<String> parts = new ArrayList<>();
        parts.add(column.categories().size() + " categories");
        if (rare > 0) {
            parts.add("the others (" + rare + " rare)");
        }
        if (missing > 0) {
            parts.add(
                    column.missingPlace() == column.otherPlace()
                            ? missing + " missing among the others"
                            : missing + " missing");
        }
        return ": " + String.join(", ", parts);
    }
}
