package io.github.panagrad.table.text;

import java.util.List;

/** How the text of a field is read: what is taken off its ends, and what stands for a missing value. Immutable. */
public final class TextRules {
    private final char[][] missing;
    private final String strip;
    private final double[] missingNumbers;

    /**
     * Takes the rules.
     *
     * @param missing the texts that stand for a missing value; the empty text always does
     * @param strip characters taken off both ends of texts, besides spaces
     */
    public TextRules(List<String> missing, String strip) {
        this.missing = missing.stream().map(text -> text.strip().toCharArray()).toArray(char[][]::new);
        this.strip = strip;
        missingNumbers = missing.stream()
                .map(text -> text.strip().toCharArray())
                .mapToDouble(text -> Decimals.parse(text, 0, text.length))
                .filter(Double::isFinite)
                .toArray();
    }

    /** Returns where the text begins that is left when both ends are stripped. */
    public int start(char[] text, int from, int to) {
        int i = from;
        while (i < to && isStripped(text[i])) {
            i++;
        }
        return i;
    }

    /** Returns where the text ends that is left when both ends are stripped; {@code start} if nothing is. */
    public int end(char[] text, int start, int to) {
        int i = to;
        while (i > start && isStripped(text[i - 1])) {
            i--;
        }
        return i;
    }

    private boolean isStripped(char c) {
        return c <= ' ' || (!strip.isEmpty() && strip.indexOf(c) >= 0);
    }

    /** Returns whether there are numbers, such as -9, that stand for a missing value. */
    public boolean hasMissingNumbers() {
        return missingNumbers.length > 0;
    }

    /** Returns whether a number stands for a missing value. */
    public boolean isMissing(double value) {
        for (double one : missingNumbers) {
            if (one == value) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a text stands for a missing value; its ends are stripped already. */
    public boolean isMissing(char[] text, int from, int to) {
        if (from == to) {
            return true;
        }
        for (char[] one : missing) {
            if (one.length == to - from && isSame(one, text, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(char[] one, char[] text, int from) {
        for (int i = 0; i < one.length; i++) {
            if (one[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
