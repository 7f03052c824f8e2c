package io.github.panagrad.table.source;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.TableException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the columns that a user names: by name or by position from 0, where a name takes precedence. */
public final class ColumnFinder {
    private final String file;
    private final SourceColumns columns;

    /**
     * Takes the columns.
     *
     * @param file what they are in, for messages
     */
    public ColumnFinder(String file, SourceColumns columns) {
        this.file = file;
        this.columns = columns;
    }

    /**
     * Returns the position of a column.
     *
     * @param what the use of the column, for the message
     * @throws TableException if there is no such column
     */
    public int find(String what, String key) {
        List<String> names = columns.names();
        int found = names.indexOf(key.strip());
        if (found >= 0) {
            return found;
        }
        try {
            int position = Integer.parseInt(key.strip());
            if (position >= 0 && position < names.size()) {
                return position;
            }
        } catch (NumberFormatException _) {
            // Not a position: it is an unknown name.
        }
        String positions = names.size() == 1 ? "the position 0" : "a position from 0 to " + (names.size() - 1);
        if (!columns.hasNames()) {
            throw new TableException(what + " " + Quoted.of(key) + ": " + file + " has no header and "
                    + Nouns.count(names.size(), "column") + "; expected " + positions);
        }
        String close = Spelling.closest(key, names);
        throw new TableException(what + " " + Quoted.of(key) + ": " + file + " has no such column"
                + (close == null ? "; expected " : "; did you mean " + Quoted.of(close) + "? Expected ") + positions
                + ", or one of " + Quoted.list(names));
    }

    /** Returns the target's position, -1 if there is none. */
    int target(ColumnChoices choices, boolean[] isTaken) {
        String key = choices.target();
        if (key != null) {
            requireOne(key);
            return find("target", key);
        }
        if (choices.hasTarget()) {
            for (int c = isTaken.length - 1; c >= 0; c--) {
                if (!isTaken[c]) {
                    return c;
                }
            }
        }
        return -1;
    }

    /** A comma-separated list gets a more helpful message than "no such column". */
    private void requireOne(String key) {
        if (key.indexOf(',') >= 0 && !columns.names().contains(key.strip())) {
            throw new TableException("target " + Quoted.of(key) + ": " + file + " has no such column, and several"
                    + " targets are out of scope; name one column, and train a network for each");
        }
    }

    /** Returns the position of an optional column, -1 if it is not named. */
    int optional(String what, @Nullable String key) {
        return key == null ? -1 : find(what, Objects.requireNonNull(key));
    }
}
