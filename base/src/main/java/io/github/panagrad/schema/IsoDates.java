package io.github.panagrad.schema;

import io.github.panagrad.schema.calendar.Days;

/** Reads dates and times in the forms of ISO 8601 without allocating. Used by one thread for one text. */
final class IsoDates {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int HOURS = 24;
    private static final int MINUTES = 60;
    private static final int MAX_OFFSET_HOURS = 18;
    private static final int NANO_DIGITS = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private IsoDates() {}

    /** Returns the seconds since 1970 of a date, perhaps with a time and an offset, or NaN. */
    static double dateTime(char[] text, int from, int to) {
        int year = number(text, from, 4, to);
        int month = number(text, from + 5, 2, to);
        int day = number(text, from + 8, 2, to);
        if (year < 0
                || month < 0
                || day < 0
                || text[from + 4] != '-'
                || text[from + 7] != '-'
                || !Days.exists(year, month, day)) {
            return Double.NaN;
        }
        long second = Days.of(year, month, day) * Days.SECONDS;
        int at = from + 10;
        if (at == to) {
            return second;
        }
        if (text[at] != 'T' && text[at] != 't' && text[at] != ' ') {
            return Double.NaN;
        }
        at++;
        int end = endOfTime(text, at, to);
        long time = nanoOfDay(text, at, end);
        int offset = offset(text, end, to);
        return time < 0 || offset == Integer.MIN_VALUE ? Double.NaN : seconds(second - offset, time);
    }

    /** Returns the seconds since midnight of a time of the day, or NaN. */
    static double timeOfDay(char[] text, int from, int to) {
        long time = nanoOfDay(text, from, to);
        return time < 0 ? Double.NaN : seconds(0, time);
    }

    private static double seconds(long second, long nanos) {
        return DateForm.seconds(second + nanos / NANOS_PER_SECOND, (int) (nanos % NANOS_PER_SECOND));
    }

    /** Returns the nanoseconds since midnight of a time of the day, or -1. */
    private static long nanoOfDay(char[] text, int from, int to) {
        int digits = to > from + 1 && text[from + 1] == ':' ? 1 : 2;
        int hour = number(text, from, digits, to);
        int at = from + digits;
        int minute = number(text, at + 1, 2, to);
        if (hour < 0 || hour >= HOURS || minute < 0 || minute >= MINUTES || text[at] != ':') {
            return -1;
        }
        at += 3;
        int second = 0;
        if (at < to) {
            second = text[at] == ':' ? number(text, at + 1, 2, to) : -1;
            at += 3;
        }
        if (second < 0 || second >= MINUTES || (at < to && !isFraction(text, at, to))) {
            return -1;
        }
        int whole = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second;
        return whole * NANOS_PER_SECOND + nanos(text, at, to);
    }

    /** Returns a number of so many digits, -1 if they are not there. */
    private static int number(char[] text, int from, int digits, int to) {
        if (from + digits > to) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            number = 10 * number + text[i] - '0';
        }
        return number;
    }

    private static int endOfTime(char[] text, int from, int to) {
        int i = from;
        while (i < to && ((text[i] >= '0' && text[i] <= '9') || text[i] == ':' || text[i] == '.' || text[i] == ',')) {
            i++;
        }
        return i;
    }

    private static boolean isFraction(char[] text, int from, int to) {
        if (text[from] != '.' && text[from] != ',') {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return to > from + 1;
    }

    /** Returns the fraction of a second after its point, to nine digits; further ones are cut. */
    private static int nanos(char[] text, int point, int to) {
        int nanos = 0;
        for (int i = 1; i <= NANO_DIGITS; i++) {
            nanos = 10 * nanos + (point + i < to ? text[point + i] - '0' : 0);
        }
        return nanos;
    }

    /** Returns the seconds by which a time is ahead of UTC, 0 if it does not say; MIN_VALUE if there is something else. */
    private static int offset(char[] text, int from, int to) {
        int at = from < to && text[from] == ' ' ? from + 1 : from;
        if (from == to || (at == to - 1 && (text[at] == 'Z' || text[at] == 'z'))) {
            return 0;
        }
        if (at == to || (text[at] != '+' && text[at] != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, 2, to);
        int rest = at + 3;
        int minutes = 0;
        if (rest < to) {
            rest += text[rest] == ':' ? 1 : 0;
            minutes = number(text, rest, 2, to);
            rest += 2;
        }
        if (hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes >= MINUTES || rest != to) {
            return Integer.MIN_VALUE;
        }
        int ahead = hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE;
        return text[at] == '-' ? -ahead : ahead;
    }
}
