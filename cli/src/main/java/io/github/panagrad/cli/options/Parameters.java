package io.github.panagrad.cli.options;

import io.github.panagrad.cli.InputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The {@code key=value} pairs behind the colon of an option's value; each may be asked for once. */
final class Parameters {
    private final String option;
    private final Map<String, String> given = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    /**
     * Reads the pairs.
     *
     * @param option the option and the whole of its value, as it should stand in messages
     * @param text pairs separated by commas, or nothing
     */
    Parameters(String option, String text) {
        this.option = option;
        if (text.isEmpty()) {
            return;
        }
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new InputException(option + ": expected key=value, found '" + pair + "'");
            }
            String key = pair.substring(0, equals).strip();
            if (given.put(key, pair.substring(equals + 1).strip()) != null) {
                throw new InputException(option + ": " + key + " is given twice");
            }
        }
    }

    double number(String key, double otherwise) {
        String text = take(key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InputException(option + ": " + key + ": expected a number, found '" + text + "'", e);
        }
    }

    long wholeNumber(String key, long otherwise) {
        String text = take(key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InputException(option + ": " + key + ": expected a whole number, found '" + text + "'", e);
        }
    }

    private @Nullable String take(String key) {
        known.add(key);
        return given.remove(key);
    }

    /** Requires that every pair was asked for. */
    void requireNoneLeft() {
        if (!given.isEmpty()) {
            throw new InputException(option + ": unknown " + String.join(", ", given.keySet()) + "; "
                    + (known.isEmpty() ? "this one takes no parameters" : "known are " + String.join(", ", known)));
        }
    }
}
