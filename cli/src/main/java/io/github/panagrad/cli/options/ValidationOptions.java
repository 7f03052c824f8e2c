package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is held back from training, to validate after each epoch, and to test at the end. */
@OptionGroup("Data")
public final class ValidationOptions {
    private static final double DEFAULT_SHARE = 0.1;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description =
                    "Share of the samples that is held back and evaluated after each epoch, the same of each class;"
                            + " at least 0 and below 1. Default: 0.1, and for tables 0.2.")
    private @Nullable Double share;

    @Option(
            names = "--validation-column",
            paramLabel = "COLUMN",
            description =
                    "A column that says which rows are held back, by name or by position from 0: those that have 1"
                            + " or true there, or validation, valid, val or test. Default: none.")
    private @Nullable String column;

    @Option(
            names = "--validation-data",
            paramLabel = "PATH",
            description = "Files of a table, as for --data, to validate on instead of a share. Default: none.")
    private @Nullable String data;

    @Option(
            names = "--test-data",
            paramLabel = "PATH",
            description =
                    "Files of a table, as for --data, to evaluate at the end. Default: none; a folder of IDX files"
                            + " brings its own.")
    private @Nullable String testData;

    /** Checks that the options go together. */
    public void check() {
        if (share != null) {
            Values.share("--validation", share);
        }
        requireOne("--validation-column", column, "--validation", share);
        requireOne("--validation-data", data, "--validation", share);
        requireOne("--validation-data", data, "--validation-column", column);
    }

    private static void requireOne(String option, @Nullable Object value, String other, @Nullable Object otherValue) {
        if (value != null && otherValue != null) {
            throw new InvalidInputException(
                    option + " and " + other + " both say what is held back; leave one of them out");
        }
    }

    /** Returns the share of the samples that is held back, in [0, 1); 0 if a column or files determine it. */
    public double share() {
        return share != null ? Values.share("--validation", share) : column == null && data == null ? DEFAULT_SHARE : 0;
    }

    /** Returns whether anything is held back. */
    public boolean isValidated() {
        return share() > 0 || column != null || data != null;
    }

    /** Returns the column that says which rows are held back, or null. */
    public @Nullable String column() {
        return column;
    }

    /** Returns what names the files to validate on. */
    public Optional<String> data() {
        return Optional.ofNullable(data);
    }

    /** Returns what names the files to test on. */
    public Optional<String> testData() {
        return Optional.ofNullable(testData);
    }

    /**
     * Requires that none of the options was given.
     *
     * @param command the command they have no effect on
     * @param why the reason
     */
    public void refuse(String command, String why) {
        String given = share != null ? "--validation" : firstForTables();
        if (given != null) {
            throw new InvalidInputException(given + " has no effect on " + command + ", " + why + "; leave it out");
        }
    }

    /** Returns the name of the first option that was given and only applies to tables, or null. */
    @Nullable
    String firstForTables() {
        return column != null
                ? "--validation-column"
                : data != null ? "--validation-data" : testData != null ? "--test-data" : null;
    }
}
