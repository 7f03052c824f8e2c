package io.github.panagrad.cli.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Fold;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Data that is divided repeatedly into a training part and a part to evaluate on.
 *
 * @param folds the divisions
 * @param reader returns the data of a division; a table's columns are learned from its training rows alone
 * @param release frees what is read from
 */
public record FoldedData(List<Fold> folds, Function<Fold, LoadedData> reader, Runnable release)
        implements AutoCloseable {
    /** Copies the list. */
    public FoldedData {
        folds = List.copyOf(folds);
    }

    /** Makes folds; samples that are too few for them are the user's mistake. */
    static List<Fold> folds(DataSource source, Supplier<List<Fold>> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "--data " + Quoted.bare(source.name()) + ": " + e.getMessage() + "; ask for fewer --folds", e);
        }
    }

    /** Returns the samples of a division. */
    public LoadedData of(Fold fold) {
        return reader.apply(fold);
    }

    /** Frees what is read from; the samples that were returned stay. */
    @Override
    public void close() {
        release.run();
    }
}
