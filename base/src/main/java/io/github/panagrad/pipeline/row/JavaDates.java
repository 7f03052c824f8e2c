package io.github.panagrad.pipeline.row;

import io.github.panagrad.schema.DateForm;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;

/** Java's dates and times as numbers. */
final class JavaDates {
    private JavaDates() {}

    /**
     * Returns the seconds since 1970, or since midnight, of a value; an infinity if it is of no such class.
     *
     * @param isTimeOfDay whether a time of the day is expected rather than a date
     */
    @SuppressWarnings("JavaUtilDate") // Programs still have it in their rows.
    static double seconds(Object value, boolean isTimeOfDay) {
        if (isTimeOfDay) {
            return value instanceof LocalTime time ? DateForm.seconds(time) : Double.POSITIVE_INFINITY;
        }
        return switch (value) {
            case LocalDate date -> seconds(date.atStartOfDay());
            case LocalDateTime dateTime -> seconds(dateTime);
            case Instant instant -> seconds(instant);
            case OffsetDateTime dateTime -> seconds(dateTime.toInstant());
            case ZonedDateTime dateTime -> seconds(dateTime.toInstant());
            // Its subclasses for SQL are dates and times in the zone of the machine.
            case Date date when date.getClass() == Date.class -> seconds(date.toInstant());
            default -> Double.POSITIVE_INFINITY;
        };
    }

    private static double seconds(LocalDateTime dateTime) {
        return seconds(dateTime.toInstant(ZoneOffset.UTC));
    }

    private static double seconds(Instant instant) {
        return DateForm.seconds(instant.getEpochSecond(), instant.getNano());
    }
}
