package io.github.panagrad.schema.text;

/** Numbers with nouns, for messages. */
public final class Nouns {
    private Nouns() {}

    /** Returns a number with its noun, such as {@code 1 column} or {@code 3 columns}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
