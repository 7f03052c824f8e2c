package io.github.panagrad.table.source;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
final class Spelling {
    private static final int MAX_LENGTH = 60;

    private Spelling() {}

    /** Returns the name most similar to a text, or null if no name is similar. */
    static @Nullable String closest(String text, List<String> names) {
        String best = null;
        int least = Math.max(1, text.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(simple(text), simple(name));
            // At least one letter must match: any name is one change away from a single letter.
            if (distance < least && distance < simple(text).length()) {
                least = distance;
                best = name;
            }
        }
        return best;
    }

    private static String simple(String text) {
        String shortened = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        return shortened.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
    }

    /** The number of letters to add, remove or change (Levenshtein 1966), row by row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
