package io.github.panagrad.error;

import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text from outside, such as a column's name, a file's name or an option's value, made suitable for a message: on one line, in
 * which nothing moves a terminal's cursor or changes the direction of reading, and short.
 *
 * <p>Characters that could do so are written as escapes such as {@code \u001b}.
 */
public final class Quoted {
    private static final int TEXT_CHARS = 80;
    private static final int SENTENCE_CHARS = 200;
    private static final int WORD_CHARS = 200;
    private static final int MESSAGE_CHARS = 2000;
    private static final int LIST_CHARS = 250;
    private static final int NAMES = 10;

    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (WORD_CHARS + 1) + ",}");

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

    /** Returns names in quotes, only the first ones if there are many. */
    public static String list(Collection<String> names) {
        return list(names.stream().map(Quoted::of), names.size(), ", ", " and ");
    }

    /** Returns several messages in one, only the first ones if there are many. */
    public static String sentences(Collection<String> sentences) {
        return list(sentences.stream().map(Quoted::sentence), sentences.size(), "; ", "; and ");
    }

    private static String list(Stream<String> items, int size, String separator, String last) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (String item : (Iterable<String>) items.limit(NAMES)::iterator) {
            if (shown.length() + item.length() > LIST_CHARS && count > 0) {
                break;
            }
            shown.append(count++ == 0 ? "" : separator).append(item);
        }
        return shown + (count < size ? last + (size - count) + " more" : "");
    }

    /** Returns a path; the middle of a long one is left out. */
    public static String path(Path path) {
        return path(path.toString());
    }

    /** Returns a path or a pattern of paths; the middle of a long one is left out. */
    public static String path(String path) {
        return withoutMiddle(line(path), WORD_CHARS);
    }

    /**
     * Returns a message on one line. Of a very long word, such as a path, and of a very long message the middle is left out,
     * because the end says what to do.
     */
    public static String message(String text) {
        String words = LONG_WORD.matcher(line(text)).replaceAll(word -> Matcher.quoteReplacement(path(word.group())));
        return withoutMiddle(words, MESSAGE_CHARS);
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
