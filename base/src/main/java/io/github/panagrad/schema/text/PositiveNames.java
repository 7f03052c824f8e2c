package io.github.panagrad.schema.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of two classes that say which of them is the positive one, as those of yes and no do. */
public final class PositiveNames {
    private static final Set<String> YES = Set.of("true", "yes", "positive", "pos");

    private static final Set<String> NO = Set.of("false", "no", "negative", "neg", "0", "-1");

    /** Letters that are no words by themselves. */
    private static final Map<String, String> OPPOSITES = Map.of("y", "n", "t", "f", "+", "-");

    private PositiveNames() {}

    /** Returns which of two classes, 0 or 1, has a name that says that it is the positive one; -1 if the names do not say. */
    public static int positive(List<String> classes) {
        String first = word(classes.getFirst());
        String second = word(classes.getLast());
        if (second.equals(OPPOSITES.get(first))) {
            return 0;
        }
        if (first.equals(OPPOSITES.get(second))) {
            return 1;
        }
        if (YES.contains(first) != YES.contains(second)) {
            return YES.contains(first) ? 0 : 1;
        }
        return NO.contains(first) == NO.contains(second) ? -1 : NO.contains(first) ? 1 : 0;
    }

    private static String word(String name) {
        double value = CodeValues.of(name);
        return value == 0 ? "0" : value == -1 ? "-1" : name.toLowerCase(Locale.ROOT);
    }
}
