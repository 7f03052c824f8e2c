package io.github.panagrad.table;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How tables are read. A value.
 *
 * @param csv how the text of CSV files is divided
 * @param missing the texts that mark a missing value; in numeric and boolean columns numbers count by value, so that
 *     {@code -9} also matches {@code -9.0}; null for those of the schema, or else {@link Schema#DEFAULT_MISSING}
 * @param strip characters stripped from both ends of each text, besides spaces; null for those of the schema, or
 *     else no characters
 * @param schema what the columns are, or null to detect it
 * @param choices what the columns are for; with a schema it must be {@link ColumnChoices#DEFAULTS}
 * @param targetRequired whether the target of the schema must be in the files
 * @param missingTarget whether marks of missing values may be found out in the target, too; given to
 *     {@code Pipeline.samples} it says whether such rows are left out
 * @param storage where the table is kept
 * @param rowLimit the maximum number of rows
 */
public record ReadOptions(
        CsvFormat csv,
        @Nullable List<String> missing,
        @Nullable String strip,
        @Nullable Schema schema,
        ColumnChoices choices,
        boolean targetRequired,
        MissingTarget missingTarget,
        Storage storage,
        int rowLimit) {
    /** Checks the limit and that a schema and choices do not contradict each other. */
    public ReadOptions {
        missing = missing == null ? null : List.copyOf(missing);
        if (rowLimit < 1) {
            throw new IllegalArgumentException("the limit of rows must be at least 1, found " + rowLimit);
        }
        if (schema != null && !choices.equals(ColumnChoices.DEFAULTS)) {
            throw new IllegalArgumentException(
                    "a schema says what the columns are for: change it there instead of naming columns");
        }
    }

    /** Returns options that detect everything; the last column is the target, and values are kept in memory. */
    public static ReadOptions defaults() {
        return new ReadOptions(
                CsvFormat.AUTO,
                null,
                null,
                null,
                ColumnChoices.DEFAULTS,
                true,
                MissingTarget.FAIL,
                Storage.memory(),
                Integer.MAX_VALUE);
    }

    /** Returns these options with another CSV format. */
    public ReadOptions withCsv(CsvFormat value) {
        return new ReadOptions(
                value, missing, strip, schema, choices, targetRequired, missingTarget, storage, rowLimit);
    }

    /** Returns these options with a delimiter. */
    public ReadOptions withDelimiter(char value) {
        return withCsv(new CsvFormat(value, csv.quote(), csv.header(), csv.comment()));
    }

    /** Returns these options with a quote. */
    public ReadOptions withQuote(char value) {
        return withCsv(new CsvFormat(csv.delimiter(), value, csv.header(), csv.comment()));
    }

    /** Returns these options with or without a header. */
    public ReadOptions withHeader(Header value) {
        return withCsv(new CsvFormat(csv.delimiter(), csv.quote(), value, csv.comment()));
    }

    /** Returns these options with a character with which lines begin that are left out. */
    public ReadOptions withComment(char value) {
        return withCsv(new CsvFormat(csv.delimiter(), csv.quote(), csv.header(), value));
    }

    /** Returns these options with other texts for missing values. */
    public ReadOptions withMissing(List<String> value) {
        return new ReadOptions(csv, value, strip, schema, choices, targetRequired, missingTarget, storage, rowLimit);
    }

    /** Returns these options with characters that are stripped from the ends of texts. */
    public ReadOptions withStrip(String value) {
        return new ReadOptions(csv, missing, value, schema, choices, targetRequired, missingTarget, storage, rowLimit);
    }

    /** Returns these options with a schema. */
    public ReadOptions withSchema(Schema value) {
        return new ReadOptions(csv, missing, strip, value, choices, targetRequired, missingTarget, storage, rowLimit);
    }

    /** Returns these options with other choices of columns. */
    public ReadOptions withChoices(ColumnChoices value) {
        return new ReadOptions(csv, missing, strip, schema, value, targetRequired, missingTarget, storage, rowLimit);
    }

    /** Returns these options with a target, by name or position from 0. */
    public ReadOptions withTarget(String value) {
        return withChoices(new ColumnChoices(
                value,
                true,
                choices.features(),
                choices.ignored(),
                choices.weight(),
                choices.split(),
                choices.types(),
                choices.dates()));
    }

    /** Returns these options for a table without target. */
    public ReadOptions withoutTarget() {
        return withChoices(new ColumnChoices(
                null,
                false,
                choices.features(),
                choices.ignored(),
                choices.weight(),
                choices.split(),
                choices.types(),
                choices.dates()));
    }

    /** Returns these options with only some columns as features. */
    public ReadOptions withFeatures(List<String> value) {
        return withChoices(new ColumnChoices(
                choices.target(),
                choices.hasTarget(),
                value,
                choices.ignored(),
                choices.weight(),
                choices.split(),
                choices.types(),
                choices.dates()));
    }

    /** Returns these options with columns to leave out. */
    public ReadOptions withIgnored(List<String> value) {
        return withChoices(new ColumnChoices(
                choices.target(),
                choices.hasTarget(),
                choices.features(),
                value,
                choices.weight(),
                choices.split(),
                choices.types(),
                choices.dates()));
    }

    /** Returns these options with a column of weights. */
    public ReadOptions withWeight(String value) {
        return withChoices(new ColumnChoices(
                choices.target(),
                choices.hasTarget(),
                choices.features(),
                choices.ignored(),
                value,
                choices.split(),
                choices.types(),
                choices.dates()));
    }

    /** Returns these options with a column that says which rows are validation rows. */
    public ReadOptions withSplit(String value) {
        return withChoices(new ColumnChoices(
                choices.target(),
                choices.hasTarget(),
                choices.features(),
                choices.ignored(),
                choices.weight(),
                value,
                choices.types(),
                choices.dates()));
    }

    /** Returns these options with the types of some columns. */
    public ReadOptions withTypes(Map<String, ColumnType> value) {
        return withChoices(new ColumnChoices(
                choices.target(),
                choices.hasTarget(),
                choices.features(),
                choices.ignored(),
                choices.weight(),
                choices.split(),
                value,
                choices.dates()));
    }

    /** Returns these options with the form of the dates of some columns, which makes them columns of dates. */
    public ReadOptions withDates(Map<String, DateForm> value) {
        Map<String, ColumnType> types = new HashMap<>(choices.types());
        value.keySet().forEach(column -> types.put(column, ColumnType.DATE));
        return withChoices(new ColumnChoices(
                choices.target(),
                choices.hasTarget(),
                choices.features(),
                choices.ignored(),
                choices.weight(),
                choices.split(),
                types,
                value));
    }

    /** Returns these options with or without the need for the schema's target. */
    public ReadOptions withTargetRequired(boolean value) {
        return new ReadOptions(csv, missing, strip, schema, choices, value, missingTarget, storage, rowLimit);
    }

    /** Returns these options for a target that may, or may not, be missing in some rows. */
    public ReadOptions withMissingTarget(MissingTarget value) {
        return new ReadOptions(csv, missing, strip, schema, choices, targetRequired, value, storage, rowLimit);
    }

    /** Returns these options with another storage for the table. */
    public ReadOptions withStorage(Storage value) {
        return new ReadOptions(csv, missing, strip, schema, choices, targetRequired, missingTarget, value, rowLimit);
    }

    /** Returns these options with a limit of rows. */
    public ReadOptions withRowLimit(int value) {
        return new ReadOptions(csv, missing, strip, schema, choices, targetRequired, missingTarget, storage, value);
    }
}
