package io.github.panagrad.schema;

import io.github.panagrad.error.Quoted;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.time.temporal.WeekFields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the dates and times of a column are written. A value; threads may share it.
 *
 * <p>A date is the seconds since 1970-01-01T00:00Z; without an offset its time is taken as UTC, without a time as midnight. A time of
 * the day is the seconds since midnight. Forms are case-insensitive, and names of months and days are English. Dates that do
 * not exist, such as February 30, are no dates.
 */
public final class DateForm {
    /**
     * Dates as in ISO 8601, {@code 2024-03-05}, perhaps with a time, after a T or a space, to the minute, the second or a fraction of
     * it, perhaps with an offset: {@code 2024-03-05T14:30:00.25+01:00}, {@code 2024-03-05 14:30Z}.
     */
    public static final DateForm ISO = new DateForm("iso", null, false, 0);

    /** Times of the day: {@code 14:30}, {@code 14:30:05}, {@code 14:30:05.25}. */
    public static final DateForm TIME = new DateForm("time", null, true, 0);

    /** Those of English, without loading the data of locales, which many files never need. */
    private static final WeekFields WEEKS = WeekFields.SUNDAY_START;

    /** What a form is tried with: all its parts are different. */
    private static final ZonedDateTime EXAMPLE = ZonedDateTime.of(2024, 11, 25, 14, 37, 48, 0, ZoneOffset.UTC);

    /** What is left over where there is no time, or no day, that it belongs to: a part that nothing would be made of. */
    private static final List<TemporalField> TIMES = Arrays.stream(ChronoField.values())
            .filter(ChronoField::isTimeBased)
            .collect(Collectors.toUnmodifiableList());

    private static final List<TemporalField> PARTS_OF_MONTHS = Stream.concat(
                    Arrays.stream(ChronoField.values())
                            .filter(field -> field.isDateBased()
                                    && field != ChronoField.YEAR
                                    && field != ChronoField.MONTH_OF_YEAR
                                    && field != ChronoField.PROLEPTIC_MONTH),
                    Stream.of(
                            IsoFields.DAY_OF_QUARTER,
                            IsoFields.WEEK_BASED_YEAR,
                            IsoFields.WEEK_OF_WEEK_BASED_YEAR,
                            JulianFields.MODIFIED_JULIAN_DAY,
                            WEEKS.dayOfWeek(),
                            WEEKS.weekOfMonth(),
                            WEEKS.weekOfWeekBasedYear(),
                            WEEKS.weekBasedYear()))
            .toList();

    private static final List<TemporalField> DAYS = Stream.concat(
                    PARTS_OF_MONTHS.stream(),
                    Stream.of(ChronoField.YEAR, ChronoField.MONTH_OF_YEAR, ChronoField.OFFSET_SECONDS))
            .toList();

    private static final int MAX_PATTERN = 200;

    /** All whole numbers up to this one are exact. */
    private static final double MOST_DIGITS = 1L << 53;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int NANOS_PER_MICRO = 1000;

    /** In microseconds a long holds them. */
    private static final long MOST_SECONDS = 1_000_000_000_000L;

    private final String pattern;
    private final @Nullable DateTimeFormatter formatter;
    private final boolean isTimeOfDay;
    private final int digits;

    private DateForm(String pattern, @Nullable DateTimeFormatter formatter, boolean isTimeOfDay, int digits) {
        this.pattern = pattern;
        this.formatter = formatter;
        this.isTimeOfDay = isTimeOfDay;
        this.digits = digits;
    }

    /**
     * Returns a form.
     *
     * @param pattern {@code iso}, {@code time}, or a pattern of {@link DateTimeFormatter} such as {@code d.M.yyyy}; {@code yy} are the
     *     years from 2000 to 2099
     * @throws IllegalArgumentException if it is none of these, has neither a year nor an hour, or has parts that say nothing without
     *     others: {@code dd/mm/yyyy} has minutes without an hour, {@code h:mm} lacks what says which half of the day it is
     */
    public static DateForm of(String pattern) {
        if (pattern.equals(ISO.pattern)) {
            return ISO;
        }
        if (pattern.equals(TIME.pattern)) {
            return TIME;
        }
        String what = "the form of dates " + Quoted.of(pattern);
        if (pattern.length() > MAX_PATTERN) {
            throw new IllegalArgumentException(what + " is too long");
        }
        DateTimeFormatter formatter;
        String text;
        TemporalAccessor example;
        try {
            formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(withYears(pattern))
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            text = formatter.format(EXAMPLE);
            example = formatter.parse(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    what + " is neither iso nor time nor a pattern such as d.M.yyyy or yyyyMMdd: "
                            + Quoted.sentence(String.valueOf(e.getMessage())),
                    e);
        }
        if (Double.isNaN(seconds(example))) {
            throw new IllegalArgumentException(what + " does not say which day or which time of the day it is, as"
                    + " d.M.yyyy, yyyyMMdd or H:mm do, or it says more than that: M is the month and m the minute, and h needs a"
                    + " beside it, as H does not");
        }
        boolean isOfDigits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        return new DateForm(pattern, formatter, day(example) == null, isOfDigits ? text.length() : 0);
    }

    /** The year of an era, y, would need the era beside it. */
    private static String withYears(String pattern) {
        if (pattern.indexOf('G') >= 0) {
            return pattern;
        }
        StringBuilder years = new StringBuilder(pattern);
        boolean isText = false;
        for (int i = 0; i < years.length(); i++) {
            isText ^= years.charAt(i) == '\'';
            if (years.charAt(i) == 'y' && !isText) {
                years.setCharAt(i, 'u');
            }
        }
        return years.toString();
    }

    /** Returns {@code iso}, {@code time}, or the pattern. */
    public String pattern() {
        return pattern;
    }

    /** Returns whether the form has times of the day, without a date. */
    public boolean isTimeOfDay() {
        return isTimeOfDay;
    }

    /** Returns whether the form has digits alone, as {@code yyyyMMdd} has, so that a whole number may be a date in it. */
    public boolean isOfDigits() {
        return digits > 0;
    }

    /**
     * Reads a number that has the digits of a date or a time, in a form {@linkplain #isOfDigits of digits}; a number has lost the
     * zeros in front of a day or an hour.
     *
     * @return seconds, or NaN if it is none in this form
     */
    public double seconds(double number) {
        if (number != Math.rint(number) || number < 0 || number > MOST_DIGITS) {
            return Double.NaN;
        }
        String whole = Long.toString((long) number);
        boolean hasYearInFront = pattern.charAt(0) == 'y' || pattern.charAt(0) == 'u';
        String text = "0".repeat(hasYearInFront ? 0 : Math.max(0, digits - whole.length())) + whole;
        return seconds(text.toCharArray(), 0, text.length());
    }

    /**
     * Returns whether a text may be one in this form: it has the right parts, but may be a day that does not exist. It takes less
     * time than {@link #seconds(char[], int, int)} for texts that are none.
     */
    public boolean mayBe(String text) {
        if (formatter == null) {
            return !text.isEmpty();
        }
        ParsePosition end = new ParsePosition(0);
        return formatter.parseUnresolved(text, end) != null && end.getIndex() == text.length();
    }

    /**
     * Reads a date or a time.
     *
     * @param text characters, of which those from {@code from} to before {@code to} count; read
     * @return seconds, or NaN if it is none in this form
     */
    public double seconds(char[] text, int from, int to) {
        if (formatter == null) {
            return isTimeOfDay ? IsoDates.timeOfDay(text, from, to) : IsoDates.dateTime(text, from, to);
        }
        try {
            return seconds(formatter.parse(new String(text, from, to - from)));
        } catch (DateTimeException | ArithmeticException _) {
            return Double.NaN;
        }
    }

    private static double seconds(TemporalAccessor parsed) {
        LocalDate day = day(parsed);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if ((time == null && hasAny(parsed, TIMES)) || (day == null && hasAny(parsed, DAYS))) {
            return Double.NaN;
        }
        if (day == null) {
            return time == null ? Double.NaN : seconds(time);
        }
        LocalTime known = time == null ? LocalTime.MIDNIGHT : time;
        ZoneId zone = parsed.query(TemporalQueries.zone());
        long second = zone == null
                ? day.toEpochSecond(known, ZoneOffset.UTC)
                : ZonedDateTime.of(day, known, zone).toEpochSecond();
        return seconds(second, known.get(ChronoField.NANO_OF_SECOND));
    }

    private static boolean hasAny(TemporalAccessor parsed, List<TemporalField> fields) {
        return fields.stream().anyMatch(parsed::isSupported);
    }

    /** Returns the seconds since midnight of a time of the day. */
    public static double seconds(LocalTime time) {
        return seconds(time.toSecondOfDay(), time.get(ChronoField.NANO_OF_SECOND));
    }

    /** Returns the day, the first of a month or a year where there is no more, or null if they do not say it. */
    private static @Nullable LocalDate day(TemporalAccessor parsed) {
        LocalDate day = parsed.query(TemporalQueries.localDate());
        if (day != null || !parsed.isSupported(ChronoField.YEAR) || hasAny(parsed, PARTS_OF_MONTHS)) {
            return day;
        }
        int year = parsed.get(ChronoField.YEAR);
        if (parsed.isSupported(ChronoField.MONTH_OF_YEAR)) {
            return LocalDate.of(year, parsed.get(ChronoField.MONTH_OF_YEAR), 1);
        }
        return parsed.isSupported(IsoFields.QUARTER_OF_YEAR) ? null : LocalDate.of(year, 1, 1);
    }

    /** Returns seconds with a fraction: the same number wherever it comes from, with six digits or nine. */
    public static double seconds(long second, int nano) {
        if (nano == 0) {
            return second;
        }
        if (nano % NANOS_PER_MICRO != 0 || Math.abs(second) > MOST_SECONDS) {
            return second + nano / NANOS_PER_SECOND;
        }
        // One division of a whole number, as microseconds are divided that a file has.
        return (second * MICROS_PER_SECOND + nano / NANOS_PER_MICRO) / (double) MICROS_PER_SECOND;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DateForm form && pattern.equals(form.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
