package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.Role;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What the columns of a data set of Spark are in a table, and what their values are. */
final class SparkColumn {
    private SparkColumn() {}

    /**
     * Returns the columns of a table: numbers are numeric, truth values boolean, texts categorical, dates and timestamps dates.
     *
     * @throws InvalidInputException if one has another type; the message names it and the remedy
     */
    static List<Column> of(List<StructField> fields) {
        return fields.stream()
                .map(field -> new Column(field.name(), type(field), Role.FEATURE))
                .toList();
    }

    private static ColumnType type(StructField field) {
        DataType type = field.dataType();
        return switch (type) {
            case NumericType _ -> ColumnType.NUMERIC;
            case BooleanType _ -> ColumnType.BOOLEAN;
            case StringType _ -> ColumnType.CATEGORICAL;
            case DateType _, TimestampType _, TimestampNTZType _ -> ColumnType.DATE;
            default ->
                throw new InvalidInputException("column " + Quoted.of(field.name()) + " is of Spark's type "
                        + Quoted.bare(type.simpleString())
                        + ", from which nothing can be learned: expected numbers, booleans, texts, dates or timestamps;"
                        + " convert it, drop it from the data set, or leave it out with withIgnored");
        };
    }

    /** Returns a value of a column without categories as a number; dates and times are seconds since 1970. */
    static double number(Object value) {
        return switch (value) {
            // A negative zero is a zero in Spark's comparisons, and would be another number in a network's.
            case Number number -> number.doubleValue() + 0.0;
            case Boolean truth -> truth ? 1 : 0;
            case java.sql.Date date -> seconds(date.toLocalDate());
            case LocalDate date -> seconds(date);
            case Timestamp timestamp -> seconds(timestamp.toInstant());
            case Instant instant -> seconds(instant);
            case LocalDateTime dateTime -> seconds(dateTime.toInstant(ZoneOffset.UTC));
            default ->
                throw new IllegalArgumentException(
                        "a " + value.getClass().getName() + " is no number, truth value or time");
        };
    }

    private static double seconds(LocalDate date) {
        return seconds(date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static double seconds(Instant instant) {
        return DateForm.seconds(instant.getEpochSecond(), instant.getNano());
    }
}
