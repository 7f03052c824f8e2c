package io.github.panagrad.nn;

import io.github.panagrad.error.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How maps differ, one line per difference. */
final class Differences {
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
                lines.add(section + " " + Quoted.bare(key) + ": the checkpoint has " + Quoted.sentence(had)
                        + ", now it is " + Quoted.sentence(has));
            }
        }
        return this;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
