package io.github.panagrad.schema.text;

/** The texts that programs write for infinite numbers: inf and infinity, with or without a sign. */
final class Infinities {
    private Infinities() {}

    /** Returns whether a text is one of them. */
    static boolean isInfinite(char[] text, int from, int to) {
        int start = from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
        int length = to - start;
        if (length != 3 && length != 8) {
            return false;
        }
        String word = new String(text, start, length);
        return word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity");
    }
}
