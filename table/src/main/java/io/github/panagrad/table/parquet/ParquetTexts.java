package io.github.panagrad.table.parquet;

import java.nio.charset.StandardCharsets;

/** Decodes texts in UTF-8 to characters, in one array that is reused. Used by one thread. */
final class ParquetTexts {
    private char[] characters = new char[256];
    private int length;

    /** Takes bytes; then {@link #characters} and {@link #length} hold their text. */
    void take(byte[] bytes, int from, int to) {
        int size = to - from;
        if (characters.length < size) {
            characters = new char[Math.max(size, 2 * characters.length)];
        }
        int all = 0;
        for (int i = 0; i < size; i++) {
            byte b = bytes[from + i];
            all |= b;
            characters[i] = (char) b;
        }
        length = size;
        if (all < 0) {
            take(new String(bytes, from, size, StandardCharsets.UTF_8));
        }
    }

    /** Takes a text. */
    void take(String text) {
        if (characters.length < text.length()) {
            characters = new char[text.length()];
        }
        text.getChars(0, text.length(), characters, 0);
        length = text.length();
    }

    /** Returns the characters, of which the first {@link #length} count. */
    char[] characters() {
        return characters;
    }

    /** Returns the number of characters. */
    int length() {
        return length;
    }

    /** Returns the text. */
    String text() {
        return new String(characters, 0, length);
    }
}
