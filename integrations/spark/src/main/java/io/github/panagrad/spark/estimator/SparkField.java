package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import java.io.Serializable;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a data set, or an element of its vectors, as a column of a table. A value.
 *
 * @param name of the table's column
 * @param ordinal where the data set's column is in a row
 * @param cell what it holds
 * @param precision of decimals; the element of a vector
 * @param scale of decimals; the size of a vector
 * @param role what the column is for
 */
public record SparkField(String name, int ordinal, Cell cell, int precision, int scale, Role role)
        implements Serializable {
    /** What a cell of a row holds. */
    public enum Cell {
        /** A whole number of 8 bits. */
        BYTE(ColumnType.NUMERIC),
        /** A whole number of 16 bits. */
        SHORT(ColumnType.NUMERIC),
        /** A whole number of 32 bits. */
        INT(ColumnType.NUMERIC),
        /** A whole number of 64 bits. */
        LONG(ColumnType.NUMERIC),
        /** A number of 32 bits. */
        FLOAT(ColumnType.NUMERIC),
        /** A number of 64 bits. */
        DOUBLE(ColumnType.NUMERIC),
        /** A decimal number. */
        DECIMAL(ColumnType.NUMERIC),
        /** True or false. */
        TRUTH(ColumnType.BOOLEAN),
        /** A text. */
        TEXT(ColumnType.CATEGORICAL),
        /** Days since 1970. */
        DATE(ColumnType.DATE),
        /** Microseconds since 1970, in UTC or without a zone. */
        TIMESTAMP(ColumnType.DATE),
        /** A vector of numbers. */
        VECTOR(ColumnType.NUMERIC);

        private final ColumnType type;

        Cell(ColumnType type) {
            this.type = type;
        }
    }

    /**
     * Returns a column that is no vector.
     *
     * @throws InvalidInputException if it has no name, or nothing can be learned from its type; the message names it and the remedy
     */
    public static SparkField of(StructField field, int ordinal, Role role) {
        return of(field, ordinal, role, "leave it out of featureCols");
    }

    /**
     * Returns a column that is no vector.
     *
     * @param remedy what to do with a column of another type, if it cannot be cast
     * @throws InvalidInputException if it has no name, or nothing can be learned from its type; the message names it and the remedy
     */
    public static SparkField of(StructField field, int ordinal, Role role, String remedy) {
        if (field.name().isBlank()) {
            throw new InvalidInputException("column " + (ordinal + 1) + " of the data set has no name; give it one");
        }
        DataType type = field.dataType();
        Cell cell = cell(type);
        if (cell == null) {
            throw new InvalidInputException("column " + Quoted.of(field.name()) + " has the type "
                    + Quoted.bare(type.simpleString())
                    + ": expected a number, a boolean, a string, a date or a timestamp; cast it, or " + remedy);
        }
        return type instanceof DecimalType decimal
                ? new SparkField(field.name(), ordinal, cell, decimal.precision(), decimal.scale(), role)
                : new SparkField(field.name(), ordinal, cell, 0, 0, role);
    }

    private static @Nullable Cell cell(DataType type) {
        return switch (type) {
            case ByteType _ -> Cell.BYTE;
            case ShortType _ -> Cell.SHORT;
            case IntegerType _ -> Cell.INT;
            case LongType _ -> Cell.LONG;
            case FloatType _ -> Cell.FLOAT;
            case DoubleType _ -> Cell.DOUBLE;
            case DecimalType _ -> Cell.DECIMAL;
            case BooleanType _ -> Cell.TRUTH;
            case StringType _ -> Cell.TEXT;
            case DateType _ -> Cell.DATE;
            case TimestampType _, TimestampNTZType _ -> Cell.TIMESTAMP;
            default -> null;
        };
    }

    /** Returns an element of the vectors of a column. */
    public static SparkField ofVector(String column, int ordinal, int element, int size) {
        return new SparkField(column + "_" + element, ordinal, Cell.VECTOR, element, size, Role.FEATURE);
    }

    /** Returns the table's column. */
    public Column column() {
        return cell.type == ColumnType.DATE
                ? new Column(name, cell.type, role, NumberForm.PLAIN, DateForm.ISO)
                : new Column(name, cell.type, role);
    }
}
