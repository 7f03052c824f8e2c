package io.github.panagrad.nn;

import io.github.panagrad.nn.io.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How maps differ, one line per difference. */
final class Differences {
    private static final int SHOWN_CHARS = 200;

    private final List<String> lines = new ArrayList<>();

    private Differences() {}

    /**
     * Compares two maps.
     *
     * @param section the prefix of each key
     * @param before the checkpoint's values
     * @param now the current values
     */
    static Differences of(String section, Map<String, String> before, Map<String, String> now) {
        return new Differences().and(section, before, now);
    }

    /** Compares two more. */
    Differences and(String section, Map<String, String> before, Map<String, String> now) {
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String had = before.getOrDefault(key, "nothing");
            String has = now.getOrDefault(key, "nothing");
            if (!had.equals(has)) {
                lines.add(section + " " + shown(key) + ": the checkpoint has " + shown(had) + ", now it is "
                        + shown(has));
            }
        }
        return this;
    }

    /** Any tool may have written the file: what could move a terminal's cursor is escaped, and long text is truncated. */
    private static String shown(String text) {
        return PlainText.of(text, SHOWN_CHARS);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
