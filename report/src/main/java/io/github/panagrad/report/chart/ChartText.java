package io.github.panagrad.report.chart;

/** Text for charts. */
public final class ChartText {
    private static final int LONGEST = 36;

    private ChartText() {}

    private static boolean isBlank(int c) {
        return Character.isISOControl(c) || Character.isWhitespace(c) || Character.getType(c) == Character.FORMAT;
    }

    /** Returns text as one line, shortened if need be, and not empty: XChart cannot lay out empty text. */
    public static String line(String text) {
        String flat = text.codePoints()
                .map(c -> isBlank(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (flat.isEmpty()) {
            return " ";
        }
        return flat.codePointCount(0, flat.length()) <= LONGEST
                ? flat
                : flat.substring(0, flat.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
