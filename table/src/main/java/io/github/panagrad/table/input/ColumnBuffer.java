package io.github.panagrad.table.input;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.store.CategoryIndex;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a column on the heap. Used by one thread. */
final class ColumnBuffer {
    private final Column column;
    private final CellReader cells;
    private final @Nullable CategoryIndex index;
    private double[] numbers = new double[0];
    private int[] codes = new int[0];
    private int size;

    ColumnBuffer(Column column, CellReader cells) {
        this.column = column;
        this.cells = cells;
        index = column.type() == ColumnType.CATEGORICAL ? new CategoryIndex(column.name(), cells) : null;
    }

    /** Adds a value of the column's type, or null if it is missing. */
    void add(@Nullable Object value) {
        if (index != null) {
            codes = size < codes.length ? codes : Arrays.copyOf(codes, grown());
            codes[size] = value == null ? CategoryIndex.MISSING : code(index, String.valueOf(value));
        } else {
            numbers = size < numbers.length ? numbers : Arrays.copyOf(numbers, grown());
            numbers[size] = value == null ? Double.NaN : number(value);
        }
        size++;
    }

    private int grown() {
        return Math.max(16, size + (size >> 1));
    }

    private static int code(CategoryIndex index, String text) {
        return index.code(text.toCharArray(), 0, text.length());
    }

    private double number(Object value) {
        return switch (value) {
            case Number number -> cells.number(number.doubleValue());
            case Boolean truth -> truth ? 1 : 0;
            case LocalTime time -> DateForm.seconds(time);
            case LocalDate date -> seconds(date.atStartOfDay().toInstant(ZoneOffset.UTC));
            case LocalDateTime dateTime -> seconds(dateTime.toInstant(ZoneOffset.UTC));
            case Instant instant -> seconds(instant);
            case OffsetDateTime dateTime -> seconds(dateTime.toInstant());
            case ZonedDateTime dateTime -> seconds(dateTime.toInstant());
            case Date date -> seconds(date.toInstant());
            default ->
                throw new IllegalStateException("column " + Quoted.of(column.name()) + " of type " + column.type()
                        + " was given a " + value.getClass().getName());
        };
    }

    private static double seconds(Instant instant) {
        return DateForm.seconds(instant.getEpochSecond(), instant.getNano());
    }

    /** Returns the number of values. */
    int size() {
        return size;
    }

    /** Returns the values of a column of numbers; no longer than they are. */
    double[] numbers() {
        return Arrays.copyOf(numbers, index == null ? size : 0);
    }

    /** Returns the codes of a column of categories; no longer than they are. */
    int[] codes() {
        return Arrays.copyOf(codes, index == null ? 0 : size);
    }

    /** Returns the texts by code; none for a column of numbers. */
    List<String> categories() {
        return index == null ? List.of() : index.texts();
    }
}
