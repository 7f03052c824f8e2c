package io.github.panagrad.schema.text;

/** The texts for true and false, in upper or lower case: true/false, yes/no, t/f, y/n. */
public final class BooleanTexts {
    private static final String[] TRUE = {"true", "yes", "t", "y"};
    private static final String[] FALSE = {"false", "no", "f", "n"};

    private BooleanTexts() {}

    /**
     * Returns 1 for true, 0 for false, and NaN for anything else.
     *
     * @param text characters, of which those from {@code from} to before {@code to} count; read
     */
    public static double parse(char[] text, int from, int to) {
        return isOneOf(TRUE, text, from, to) ? 1 : isOneOf(FALSE, text, from, to) ? 0 : Double.NaN;
    }

    private static boolean isOneOf(String[] words, char[] text, int from, int to) {
        for (String word : words) {
            if (word.length() == to - from && isSame(word, text, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(String word, char[] text, int from) {
        for (int i = 0; i < word.length(); i++) {
            // All words are lower-case ASCII letters; this bit distinguishes upper case.
            if ((text[from + i] | 0x20) != word.charAt(i) || text[from + i] > 'z') {
                return false;
            }
        }
        return true;
    }
}
