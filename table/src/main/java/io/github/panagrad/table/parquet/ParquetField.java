package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.Guess;
import org.jspecify.annotations.Nullable;

/**
 * A column at the top of a Parquet file.
 *
 * @param name its name, or its position from 0 if the file has a blank one
 * @param leaf what it holds, or null if it is nested or repeated
 * @param kind how its values are read
 */
record ParquetField(String name, @Nullable ColumnSchema leaf, Kind kind) {
    /** How values are read. */
    enum Kind {
        /** As truth values. */
        TRUTH,
        /** As numbers. */
        NUMBER,
        /** As text in UTF-8. */
        TEXT,
        /** Not at all. */
        UNREADABLE
    }

    /** Returns the field of a column that is neither nested nor repeated. */
    static ParquetField of(String name, ColumnSchema leaf) {
        return new ParquetField(name, leaf, kind(leaf));
    }

    /** Returns the field of a group, a list or a map. */
    static ParquetField nested(String name) {
        return new ParquetField(name, null, Kind.UNREADABLE);
    }

    private static Kind kind(ColumnSchema leaf) {
        return switch (leaf.type()) {
            case BOOLEAN -> Kind.TRUTH;
            case INT32, INT64, FLOAT, DOUBLE, INT96 -> Kind.NUMBER;
            case BYTE_ARRAY ->
                switch (leaf.logicalType()) {
                    case LogicalType.DecimalType _ -> Kind.NUMBER;
                    case LogicalType.StringType _, LogicalType.EnumType _, LogicalType.JsonType _ -> Kind.TEXT;
                    // Old programs write text without a logical type.
                    case null -> Kind.TEXT;
                    default -> Kind.UNREADABLE;
                };
            case FIXED_LEN_BYTE_ARRAY ->
                switch (leaf.logicalType()) {
                    case LogicalType.DecimalType _, LogicalType.Float16Type _ -> Kind.NUMBER;
                    case null, default -> Kind.UNREADABLE;
                };
        };
    }

    /** Returns whether a column can be read alone by its name. */
    static boolean hasPlainName(ColumnSchema leaf) {
        return !leaf.name().isBlank() && !leaf.name().contains(".");
    }

    /** Returns what the column holds. */
    Guess guess(String file) {
        Guess guess = switch (kind) {
            case TRUTH -> Guess.known(ColumnType.BOOLEAN);
            case NUMBER -> Guess.known(isDate() ? ColumnType.DATE : ColumnType.NUMERIC);
            case TEXT -> Guess.known(ColumnType.CATEGORICAL);
            case UNREADABLE -> Guess.unusable(problem(file), note(file));
        };
        return isTime() ? guess.withDates(DateForm.TIME) : guess;
    }

    private boolean isTime() {
        return leaf != null && leaf.logicalType() instanceof LogicalType.TimeType;
    }

    /**
     * Requires that dates are not read as times of the day, and the other way round: both are seconds, but from another beginning.
     *
     * @throws TableException if they would be
     */
    void requireSameDates(String file, Column column) {
        DateForm form = column.dates();
        if (form != null && isDate() && isTime() != form.isTimeOfDay()) {
            throw new TableException(file + ": column " + Quoted.of(name) + " holds "
                    + (isTime() ? "times of the day, expected dates" : "dates, expected times of the day")
                    + "; convert the column, or leave it out");
        }
    }

    /** Returns whether the file says that the column has dates or times. */
    boolean isDate() {
        return leaf != null
                && (leaf.type() == PhysicalType.INT96
                        || leaf.logicalType() instanceof LogicalType.DateType
                        || leaf.logicalType() instanceof LogicalType.TimestampType
                        || leaf.logicalType() instanceof LogicalType.TimeType);
    }

    /** Explains why the column cannot be read. */
    String problem(String file) {
        return start(file)
                + "; expected a number, a boolean, a date or a text in each row: leave the column out, or unpack it";
    }

    private String note(String file) {
        return start(file) + ", which cannot be learned from, and is left out; unpack it where it is needed";
    }

    private String start(String file) {
        String what = leaf == null
                ? "is nested"
                : "holds " + leaf.type() + (leaf.logicalType() == null ? "" : " (" + leaf.logicalType() + ")");
        return file + ": column " + Quoted.of(name) + " " + what;
    }
}
