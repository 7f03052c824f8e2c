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
     * Returns what a training may take, so that those after it get something.
     *
     * @param isLast whether none come after it
     */
    public Duration most(boolean isLast) {
        return Duration.ofNanos(Math.max(1, Math.round(nanos() * (isLast ? 1 : SHARE))));
    }
}
