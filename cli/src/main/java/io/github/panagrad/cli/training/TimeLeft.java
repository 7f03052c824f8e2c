package io.github.panagrad.cli.training;

import io.github.panagrad.error.InvalidInputException;
import java.time.Duration;

/**
 * A limit of the time that a command may take.
 *
 * @param start when it began, by the clock of {@link System#nanoTime}
 * @param limit how long it may take
 */
public record TimeLeft(long start, Duration limit) {
    /** What saving, and reports, take of it. */
    private static final double RESERVE = 0.03;

    /** With less than this nothing is begun that need not be. */
    private static final double LEAST = 0.05;

    /** Of what is left, for the next one if others come after it. */
    private static final double SHARE = 0.6;

    private double nanos() {
        return limit.toNanos() * (1 - RESERVE) - (System.nanoTime() - start);
    }

    /** Returns this for a command that goes on where another one ended, after some seconds. */
    TimeLeft after(double seconds) {
        return new TimeLeft(start - Math.round(seconds * 1e9), limit);
    }

    /** Returns the limit in seconds. */
    double seconds() {
        return limit.toNanos() * 1e-9;
    }

    /** Returns the seconds that have passed. */
    double elapsed() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Returns whether too little is left for anything else. */
    public boolean isOver() {
        return nanos() < limit.toNanos() * LEAST;
    }

    /** Returns what is reported where not even one epoch could be trained. */
    public static InvalidInputException tooShort() {
        return new InvalidInputException(
                "--time-limit: the time was over before the first epoch had ended; allow more");
    }

    /** Returns whether more than a share of the time has passed. */
    public boolean isPast(double share) {
        return System.nanoTime() - start > share * limit.toNanos();
    }

    /** Returns an equal share of what is left for each of some trainings. */
    Duration share(int trainings) {
        return Duration.ofNanos(Math.max(1, Math.round(nanos() / trainings)));
    }

    /**
     * Returns how long a training may take that begins now, so that those after it get something.
     *
     * @param isLast whether none come after it
     */
    public Duration most(boolean isLast) {
        return most(isLast, elapsed(), 0);
    }

    /**
     * Returns how much longer a training may take, so that those after it get something.
     *
     * @param isLast whether none come after it
     * @param begun the seconds that had passed when it began
     * @param used the seconds that it has taken since
     */
    Duration most(boolean isLast, double begun, double used) {
        double seconds = (seconds() * (1 - RESERVE) - begun) * (isLast ? 1 : SHARE) - used;
        return Duration.ofNanos(Math.max(1, Math.round(seconds * 1e9)));
    }
}
