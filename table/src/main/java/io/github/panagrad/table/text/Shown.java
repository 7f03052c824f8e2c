package io.github.panagrad.table.text;

import io.github.panagrad.nn.io.PlainText;
import java.util.List;
import java.util.stream.Collectors;

/** Text from a file, made suitable for a message. */
public final class Shown {
    private static final int CHARACTERS = 40;
    private static final int SENTENCE_CHARACTERS = 300;
    private static final int NAMES = 12;

    private Shown() {}

    /** Shortens a text and escapes what could move a terminal's cursor. */
    public static String clean(String text) {
        return clean(text, CHARACTERS);
    }

    /** The same for a message, which may be longer. */
    public static String cleanSentence(String text) {
        return clean(text, SENTENCE_CHARACTERS);
    }

    private static String clean(String text, int most) {
        String shown = text.length() > most ? text.substring(0, most) + "..." : text;
        return PlainText.of(shown);
    }

    /** Lists names, the first dozen of them. */
    public static String names(List<String> names) {
        String shown = names.stream().limit(NAMES).map(Shown::clean).collect(Collectors.joining(", "));
        return names.size() > NAMES ? shown + ", ... (" + names.size() + " in all)" : shown;
    }

    /** Returns a number with its noun, such as {@code 1 column} or {@code 3 columns}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
