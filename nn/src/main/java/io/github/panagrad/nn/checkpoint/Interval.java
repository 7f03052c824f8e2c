package io.github.panagrad.nn.checkpoint;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a checkpoint is written. A value. */
public sealed interface Interval {
    /**
     * After each so many steps, counted from the first of the trainer.
     *
     * @param count the steps, at least 1
     */
    record Steps(long count) implements Interval {
        /** Checks the value. */
        public Steps {
            requirePositive("steps", count);
        }

        @Override
        public String toString() {
            return String.valueOf(count);
        }
    }

    /**
     * After the first step that ends so much time or more after the last checkpoint.
     *
     * @param duration the time, more than none
     */
    record Time(Duration duration) implements Interval {
        /** Checks the value. */
        public Time {
            requirePositive("seconds", duration.toNanos());
        }

        @Override
        public String toString() {
            return duration.toMillis() / 1e3 + "s";
        }
    }

    /**
     * After each so many epochs.
     *
     * @param count the epochs, at least 1
     */
    record Epochs(int count) implements Interval {
        /** Checks the value. */
        public Epochs {
            requirePositive("epochs", count);
        }

        @Override
        public String toString() {
            return count + "epochs";
        }
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("the " + what + " between checkpoints must be more than none");
        }
    }

    /**
     * Reads {@code 500} (steps), {@code 30s}, {@code 10m} or {@code 2epochs}.
     *
     * @throws IllegalArgumentException if it is none of these, or too large
     */
    static Interval parse(String text) {
        Matcher matcher = Pattern.compile("([1-9]\\d{0,8})\\s*(|s|m|epochs?)").matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a number of steps, such as 500, or a time or a number of epochs,"
                            + " such as 30s, 10m or 2epochs, with a number from 1 to 999999999, found '" + text + "'");
        }
        int count = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2)) {
            case "" -> new Steps(count);
            case "s" -> new Time(Duration.ofSeconds(count));
            case "m" -> new Time(Duration.ofMinutes(count));
            default -> new Epochs(count);
        };
    }
}
