package io.github.panagrad.nn.safetensors;

import io.github.panagrad.nn.io.PlainText;

/** Makes text from untrusted files safe to show in messages. */
final class Text {
    private static final int SHOWN_CHARS = 80;
    private static final int SENTENCE_CHARS = 400;

    private Text() {}

    /** Returns the text in quotes, shortened and escaped like {@link #show}. */
    static String quote(String text) {
        return "'" + show(text) + "'";
    }

    /**
     * Returns the text shortened, with escapes for characters that could move a terminal's cursor or break the line.
     */
    static String show(String text) {
        return PlainText.of(text, SHOWN_CHARS);
    }

    /** Like {@link #show}, but with room for a sentence, for messages of other libraries, which may quote the file. */
    static String sentence(String text) {
        return PlainText.of(text, SENTENCE_CHARS);
    }

    /** Returns whether the text can be encoded in UTF-8; JSON escapes can also express unpaired surrogates. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
