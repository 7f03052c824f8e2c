package io.github.panagrad.nn.io;

/** Makes untrusted text (files, file names, user input) safe to print on a terminal, by escaping control characters. */
public final class PlainText {
    private PlainText() {}

    /**
     * Returns a text as one line, with escapes such as {@code \\u001b} for characters that could move the cursor,
     * change colours or break the line.
     */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** Like {@link #of(String)}, but shortens a long text and appends its length. */
    public static String of(String text, int most) {
        return text.length() <= most ? of(text) : of(text.substring(0, most)) + "… (" + text.length() + " characters)";
    }

    /** Like {@link #of(String)}, but keeps line breaks. */
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
