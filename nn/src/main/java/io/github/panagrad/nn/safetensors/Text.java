package io.github.panagrad.nn.safetensors;

/** Text from files that nobody vouches for, made fit for messages. */
final class Text {
    private static final int SHOWN_CHARS = 80;
    private static final int SENTENCE_CHARS = 400;

    private Text() {}

    /** Returns the text in quotes, as {@link #show} has it. */
    static String quote(String text) {
        return "'" + show(text) + "'";
    }

    /** Returns the text shortened, and with escapes for whatever could move a terminal's cursor or break a line. */
    static String show(String text) {
        return show(text, SHOWN_CHARS);
    }

    /** Returns what another library says, which may quote the file, like {@link #show} but with room for a sentence. */
    static String sentence(String text) {
        return show(text, SENTENCE_CHARS);
    }

    private static String show(String text, int limit) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i == limit) {
                return shown.append("… (")
                        .append(text.length())
                        .append(" characters)")
                        .toString();
            }
            char c = text.charAt(i);
            if (isPlain(c)) {
                shown.append(c);
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(char c) {
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

    /** Returns whether the text can be encoded: JSON's escapes can write half a surrogate pair, UTF-8 cannot. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
