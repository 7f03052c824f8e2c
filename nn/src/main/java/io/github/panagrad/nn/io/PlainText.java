package io.github.panagrad.nn.io;

/** Text from outside (files, their names, what a user typed), made fit for a terminal: no part of it is obeyed. */
public final class PlainText {
    private PlainText() {}

    /**
     * Returns a text in one line, with escapes such as {@code \\u001b} for whatever could move a cursor, change colours or break
     * the line.
     */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** Returns the same of the first characters of a text; if it has more, how many is said. */
    public static String of(String text, int most) {
        return text.length() <= most ? of(text) : of(text.substring(0, most)) + "… (" + text.length() + " characters)";
    }

    /** Returns the same of a text of several lines, which stay. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean keepsLines) {
        if (text.codePoints().allMatch(c -> isPlain(c, keepsLines))) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPlain(c, keepsLines)) {
                shown.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isPlain(int c, boolean keepsLines) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> keepsLines && c == '\n';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
