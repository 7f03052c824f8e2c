package io.github.panagrad.table.json;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.TableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the keys of objects in the order of their first appearance, and sees which occur in each. Used by one thread. */
final class JsonKeys {
    private static final int MAX_KEYS = 100_000;

    private final Path file;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private long[] seen = new long[16];
    private long objects = 1;
    private int next;

    JsonKeys(Path file) {
        this(file, List.of());
    }

    /** Begins with keys that are known. */
    JsonKeys(Path file, List<String> known) {
        this.file = file;
        known.forEach(this::find);
    }

    /**
     * Returns the number of a key of the current object.
     *
     * @throws TableException if the object has it twice, or there are too many
     */
    int number(String key, long line) {
        int number = next < keys.size() && keys.get(next).equals(key) ? next : find(key);
        if (seen[number] == objects) {
            throw new TableException(file + ", line " + line + ": the key " + Quoted.of(key)
                    + " occurs twice in the object; give each value a key of its own");
        }
        seen[number] = objects;
        next = number + 1;
        return number;
    }

    private int find(String key) {
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        if (keys.size() == MAX_KEYS) {
            throw new TableException(file + ": its objects have more than " + MAX_KEYS
                    + " different keys; expected the same keys in each, one for each column");
        }
        numbers.put(key, keys.size());
        keys.add(key);
        seen = keys.size() > seen.length ? Arrays.copyOf(seen, 2 * seen.length) : seen;
        return keys.size() - 1;
    }

    /** Returns whether the current object has a key. */
    boolean has(int number) {
        return seen[number] == objects;
    }

    /** Ends the current object. */
    void end() {
        objects++;
        next = 0;
    }

    /** Returns the keys. */
    List<String> keys() {
        return keys;
    }
}
