package io.github.panagrad.error;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Text from outside, such as a column's name, a file's name or an option's value, made suitable for a message: on one line, in
 * which nothing moves a terminal's cursor or changes the direction of reading, and short.
 *
 * <p>Characters that could do so are written as escapes such as {@code \u001b}.
 */
public final class Quoted {
    private static final int TEXT_CHARS = 80;
    private static final int SENTENCE_CHARS = 300;
    private static final int PATH_CHARS = 200;
    private static final int MESSAGE_CHARS = 2000;
    private static final int NAMES = 10;

    private Quoted() {}

    /** Returns a text in quotes. */
    public static String of(String text) {
        return "'" + bare(text) + "'";
    }

    /** Returns a text without quotes. */
    public static String bare(String text) {
        return cut(text, TEXT_CHARS);
    }

    /** Returns a message of another library, which may repeat what a file holds. */
    public static String sentence(String text) {
        return cut(text, SENTENCE_CHARS);
    }

    /** Returns a text of any length on one line. */
    public static String line(String text) {
        if (text.codePoints().allMatch(Quoted::isPlain)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> append(c, shown));
        return shown.toString();
    }

    /** Returns names in quotes, the first ten if there are more. */
    public static String list(Collection<String> names) {
        String shown = names.stream().limit(NAMES).map(Quoted::of).collect(Collectors.joining(", "));
        return names.size() > NAMES ? shown + " and " + (names.size() - NAMES) + " more" : shown;
    }

    /** Returns a path; the middle of a long one is left out. */
    public static String path(Path path) {
        return withoutMiddle(line(path.toString()), PATH_CHARS);
    }

    /** Returns a message on one line; the middle of a very long one is left out, because its end says what to do. */
    public static String message(String text) {
        return withoutMiddle(line(text), MESSAGE_CHARS);
    }

    private static String cut(String text, int most) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int before = shown.length();
            append(text.codePointAt(i), shown);
            if (shown.length() > most) {
                shown.setLength(before);
                return shown + "… (" + text.length() + " characters)";
            }
        }
        return shown.toString();
    }

    private static String withoutMiddle(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int start = most / 2;
        int end = text.length() - most / 2;
        return text.substring(0, start - (Character.isHighSurrogate(text.charAt(start - 1)) ? 1 : 0)) + " … "
                + text.substring(end + (Character.isLowSurrogate(text.charAt(end)) ? 1 : 0));
    }

    private static void append(int c, StringBuilder shown) {
        if (isPlain(c)) {
            shown.appendCodePoint(c);
            return;
        }
        for (char unit : Character.toChars(c)) {
            shown.append(String.format("\\u%04x", (int) unit));
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
