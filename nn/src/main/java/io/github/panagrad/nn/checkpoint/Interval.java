package io.github.panagrad.nn.checkpoint;

import io.github.panagrad.error.Quoted;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The interval between checkpoints. A value. */
public sealed interface Interval {
    /**
     * A number of steps, counted from the first step of the trainer.
     *
     * @param count the number of steps, at least 1
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
     * A duration: a checkpoint is written after the first step that ends at least this long after the last checkpoint.
     *
     * @param duration the time between checkpoints, positive
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
     * A number of epochs.
     *
     * @param count the number of epochs, at least 1
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
            throw new IllegalArgumentException("the " + what + " between checkpoints must be positive");
        }
    }

    /**
     * Reads {@code 500} (steps), {@code 30s}, {@code 10m} or {@code 2epochs}.
     *
     * @throws IllegalArgumentException if the text has another form, or the number is too large
     */
    static Interval parse(String text) {
        Matcher matcher = Pattern.compile("([1-9]\\d{0,8})\\s*(|s|m|epochs?)").matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a number of steps, such as 500, or a time or a number of epochs,"
                            + " such as 30s, 10m or 2epochs, with a number from 1 to 999999999, found "
                            + Quoted.of(text));
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
