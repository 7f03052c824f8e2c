package io.github.panagrad.table.csv;

/** Recognises codes such as 08540: digits of one width with zeros in front. Used by one thread. */
final class CodeWidths {
    private int width;
    private boolean isFixed = true;
    private boolean hasZero;

    /** Takes the characters of a number. */
    void add(char[] text, int from, int to) {
        width = width == 0 ? to - from : width;
        isFixed &= to - from == width;
        for (int i = from; i < to && isFixed; i++) {
            isFixed = text[i] >= '0' && text[i] <= '9';
        }
        hasZero |= to - from > 1 && text[from] == '0';
    }

    /** Returns whether all numbers so far look like codes. */
    boolean areCodes() {
        return isFixed && hasZero;
    }

    /** Returns the number of digits. */
    int width() {
        return width;
    }
}
