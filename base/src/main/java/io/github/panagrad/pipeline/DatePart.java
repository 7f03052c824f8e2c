package io.github.panagrad.pipeline;

import io.github.panagrad.schema.calendar.Days;
import java.util.List;
import java.util.Locale;

/**
 * A part of a date that comes again and again. It becomes two inputs, the sine and the cosine of its share of a round, so that
 * the end of one round is next to the beginning of the next: December next to January. In UTC.
 */
public enum DatePart {
    /** The month of the year. */
    MONTH(12),
    /** The day of the year. */
    YEARDAY(366),
    /** The day of the month. */
    DAY(31),
    /** The day of the week, from Monday on. */
    WEEKDAY(7),
    /** The hour of the day. */
    HOUR(24),
    /** The minute of the hour. */
    MINUTE(60);

    /** The parts that a column of dates becomes by default, where they are not the same in all rows. */
    public static final List<DatePart> DEFAULT = List.of(MONTH, WEEKDAY, HOUR);

    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_MINUTE = 60;

    private final int values;

    DatePart(int values) {
        this.values = values;
    }

    /** Returns the name, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the part of a date, from 0. */
    public int of(double seconds) {
        long second = (long) Math.floor(seconds);
        long day = Math.floorDiv(second, (long) Days.SECONDS);
        int ofDay = (int) Math.floorMod(second, (long) Days.SECONDS);
        return switch (this) {
            case MONTH -> Days.month(day);
            case YEARDAY -> Days.ofYear(day);
            case DAY -> Days.ofMonth(day);
            case WEEKDAY -> Days.ofWeek(day);
            case HOUR -> ofDay / SECONDS_PER_HOUR;
            case MINUTE -> ofDay % SECONDS_PER_HOUR / SECONDS_PER_MINUTE;
        };
    }

    /** Returns the sine and the cosine of each part, one after the other: the same bits on every machine. */
    public double[] circle() {
        double[] circle = new double[2 * values];
        for (int i = 0; i < values; i++) {
            circle[2 * i] = StrictMath.sin(2 * Math.PI * i / values);
            circle[2 * i + 1] = StrictMath.cos(2 * Math.PI * i / values);
        }
        return circle;
    }
}
