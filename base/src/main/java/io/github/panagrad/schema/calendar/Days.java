package io.github.panagrad.schema.calendar;

/**
 * The days of the Gregorian calendar, before its beginning, too, as numbers from 1970-01-01 on, without allocating. A year is taken to
 * begin in March, so that a leap day is its last.
 */
public final class Days {
    /** The seconds of a day. */
    public static final int SECONDS = 86_400;

    private static final int FEBRUARY = 2;

    /** From 0000-03-01 to 1970-01-01. */
    private static final int TO_1970 = 719_468;

    /** The days of 400 years. */
    private static final int PER_ERA = 146_097;

    /** 1970-01-01 was a Thursday. */
    private static final int THURSDAY = 3;

    /** The days of the months from March to December. */
    private static final int FROM_MARCH = 306;

    private Days() {}

    /** Returns whether there is such a day; months and days from 1. */
    public static boolean exists(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int days = month == FEBRUARY ? (isLeap ? 29 : 28) : 30 + ((month + month / 8) & 1);
        return day <= days;
    }

    /** Returns the number of a day that exists. */
    public static long of(int year, int month, int day) {
        int shifted = month > FEBRUARY ? year : year - 1;
        int era = Math.floorDiv(shifted, 400);
        int ofEra = shifted - era * 400;
        int ofYear = (153 * (month > FEBRUARY ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return (long) era * PER_ERA + ofEra * 365L + ofEra / 4 - ofEra / 100 + ofYear - TO_1970;
    }

    /** Returns the month, from 0. */
    public static int month(long day) {
        return (monthFromMarch(fromMarch(day)) + 2) % 12;
    }

    /** Returns the day of the month, from 0. */
    public static int ofMonth(long day) {
        int fromMarch = fromMarch(day);
        return fromMarch - (153 * monthFromMarch(fromMarch) + 2) / 5;
    }

    /** Returns the day of the year, from 0. */
    public static int ofYear(long day) {
        int fromMarch = fromMarch(day);
        if (fromMarch >= FROM_MARCH) {
            return fromMarch - FROM_MARCH;
        }
        boolean isLeap = fromMarch(day - fromMarch - 1) == 365;
        return fromMarch + (isLeap ? 60 : 59);
    }

    /** Returns the day of the week, Monday as 0. */
    public static int ofWeek(long day) {
        return (int) Math.floorMod(day + THURSDAY, 7L);
    }

    private static int monthFromMarch(int fromMarch) {
        return (5 * fromMarch + 2) / 153;
    }

    /** The day of a year that begins in March, from 0. */
    private static int fromMarch(long day) {
        long ofEra = Math.floorMod(day + TO_1970, (long) PER_ERA);
        long year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        return (int) (ofEra - (365 * year + year / 4 - year / 100));
    }
}
