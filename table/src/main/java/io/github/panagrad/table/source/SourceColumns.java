package io.github.panagrad.table.source;

import java.util.List;

/**
 * The columns of a file.
 *
 * @param names their names, or their positions from 0 if the file has none
 * @param hasNames whether the file has names
 * @param guesses what they seem to hold; may be empty if they were not requested
 */
public record SourceColumns(List<String> names, boolean hasNames, List<Guess> guesses) {
    /** Copies the lists. */
    public SourceColumns {
        names = List.copyOf(names);
        guesses = List.copyOf(guesses);
    }
}
