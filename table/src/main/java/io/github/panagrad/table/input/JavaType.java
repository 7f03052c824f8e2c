package io.github.panagrad.table.input;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What columns values of Java's classes make. */
public enum JavaType {
    /** Numbers of any size. */
    NUMBER(ColumnType.NUMERIC),
    /** True and false. */
    TRUTH(ColumnType.BOOLEAN),
    /** Texts, characters and enums. */
    TEXT(ColumnType.CATEGORICAL),
    /** Dates, with or without a time. */
    DATE(ColumnType.DATE),
    /** Times of the day. */
    TIME(ColumnType.DATE);

    /** What a component of a record can be, for messages. */
    static final String SUPPORTED =
            "a number, a boolean, a text, a char, an enum, a date or time of java.time, or an Optional of one"
                    + " of these";

    // Date's subclasses for SQL are dates and times in the zone of the machine.
    private static final Set<Class<?>> DATES = Set.of(
            LocalDate.class, LocalDateTime.class, Instant.class, OffsetDateTime.class, ZonedDateTime.class, Date.class);

    private static final Set<Class<?>> OPTIONAL_NUMBERS =
            Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private static final Set<Class<?>> PRIMITIVE_NUMBERS =
            Set.of(byte.class, short.class, int.class, long.class, float.class, double.class);

    private final ColumnType type;

    JavaType(ColumnType type) {
        this.type = type;
    }

    /** Returns what a declared type makes, or null if it makes no column. */
    static @Nullable JavaType of(Type declared) {
        if (declared instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
            return optional.getActualTypeArguments()[0] instanceof Class<?> inside && !OPTIONAL_NUMBERS.contains(inside)
                    ? ofClass(inside)
                    : null;
        }
        return declared instanceof Class<?> plain ? ofClass(plain) : null;
    }

    private static @Nullable JavaType ofClass(Class<?> type) {
        if (PRIMITIVE_NUMBERS.contains(type)
                || OPTIONAL_NUMBERS.contains(type)
                || Number.class.isAssignableFrom(type)) {
            return NUMBER;
        }
        if (type == boolean.class || type == Boolean.class) {
            return TRUTH;
        }
        if (type == String.class || type == char.class || type == Character.class || type.isEnum()) {
            return TEXT;
        }
        return type == LocalTime.class ? TIME : DATES.contains(type) ? DATE : null;
    }

    /** Returns a column of this type. */
    Column column(String name) {
        return this == TIME
                ? new Column(name, type, Role.FEATURE, NumberForm.PLAIN, DateForm.TIME)
                : new Column(name, type, Role.FEATURE);
    }

    /** Returns whether {@link #plain} gives a value back as it is. */
    public static boolean isPlain(@Nullable Object value) {
        return !(value instanceof Optional
                || value instanceof OptionalInt
                || value instanceof OptionalLong
                || value instanceof OptionalDouble
                || value instanceof Enum
                || value instanceof Character);
    }

    /**
     * Returns a value as the rows of a pipeline take it: what an Optional contains, an enum's name, a character as a text, others as
     * they are; null if it is missing.
     */
    public static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case OptionalInt number -> number.isPresent() ? number.getAsInt() : null;
            case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
            case OptionalDouble number -> number.isPresent() ? number.getAsDouble() : null;
            case Enum<?> constant -> constant.name();
            case Character character -> character.toString();
            default -> value;
        };
    }
}
