package io.github.panagrad.nn.safetensors;

import io.github.panagrad.nn.io.PlainText;

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
        return PlainText.of(text, SHOWN_CHARS);
    }

    /** Returns what another library says, which may quote the file, like {@link #show} but with room for a sentence. */
    static String sentence(String text) {
        return PlainText.of(text, SENTENCE_CHARS);
    }

    /** Returns whether the text can be encoded: JSON's escapes can write half a surrogate pair, UTF-8 cannot. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
