package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.ColumnType;
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

    /** Returns what the column holds. */
    Guess guess(String file) {
        return switch (kind) {
            case TRUTH -> Guess.known(ColumnType.BOOLEAN);
            case NUMBER -> Guess.known(ColumnType.NUMERIC);
            case TEXT -> Guess.known(ColumnType.CATEGORICAL);
            case UNREADABLE -> Guess.unusable(problem(file));
        };
    }

    /** Explains why the column cannot be read. */
    String problem(String file) {
        String what = leaf == null
                ? "is nested"
                : "holds " + leaf.type() + (leaf.logicalType() == null ? "" : " (" + leaf.logicalType() + ")");
        return file + ": column " + Quoted.of(name) + " " + what
                + "; expected a number, a boolean, a date or a text in each row: leave the column out, or unpack it";
    }
}
