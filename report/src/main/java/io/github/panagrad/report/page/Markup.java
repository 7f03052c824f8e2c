package io.github.panagrad.report.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is XML as well. Text and values of attributes are escaped. For
 * one thread.
 */
public final class Markup {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Returns text in which nothing is markup; characters that XML cannot hold, and those that change the direction of reading or
     * are not seen, become U+FFFD.
     */
    public static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isXml(c) && isSeen(c) ? c : 0xFFFD);
            }
        });
        return safe.toString();
    }

    /** Extensible Markup Language 1.0, production 2; without the controls U+007F to U+009F, which it discourages. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c < 0x7F)
                || (c >= 0xA0 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * Begins an element.
     *
     * @param attributes alternating names and values
     */
    public Markup begin(String tag, String... attributes) {
        tag(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Ends the element that was begun last. */
    public Markup end() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** Writes an element that has no content, such as {@code meta}. */
    public Markup empty(String tag, String... attributes) {
        tag(tag, attributes);
        out.append("/>\n");
        return this;
    }

    /** Writes an element with text in it. */
    public Markup element(String tag, String text, String... attributes) {
        return begin(tag, attributes).text(text).end();
    }

    /** Writes text. */
    public Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Writes markup as it is. */
    public Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    private void tag(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
    }

    /**
     * Returns what was written.
     *
     * @throws IllegalStateException if an element was not ended
     */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("elements that were not ended: " + open);
        }
        return out.toString();
    }
}
