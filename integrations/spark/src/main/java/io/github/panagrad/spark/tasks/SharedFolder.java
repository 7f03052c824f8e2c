package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.checkpoint.Interval;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A folder that all executors see, for the checkpoints of many trainings. A value.
 *
 * @param folder its path
 * @param unit of the interval between checkpoints
 * @param count how many of them: steps, epochs or nanoseconds
 */
public record SharedFolder(String folder, Unit unit, long count) implements Serializable {
    /** What an interval is measured in. */
    public enum Unit {
        /** Steps. */
        STEPS,
        /** Epochs. */
        EPOCHS,
        /** Nanoseconds. */
        NANOS
    }

    /** Takes a folder and an interval. */
    public static SharedFolder of(String folder, Interval every) {
        return switch (every) {
            case Interval.Steps(long steps) -> new SharedFolder(folder, Unit.STEPS, steps);
            case Interval.Epochs(int epochs) -> new SharedFolder(folder, Unit.EPOCHS, epochs);
            case Interval.Time(Duration time) -> new SharedFolder(folder, Unit.NANOS, time.toNanos());
        };
    }

    /** Returns the interval. */
    Interval every() {
        return switch (unit) {
            case STEPS -> new Interval.Steps(count);
            case EPOCHS -> new Interval.Epochs(Math.toIntExact(count));
            case NANOS -> new Interval.Time(Duration.ofNanos(count));
        };
    }

    /** Returns the folder of a training. */
    public Path of(String training) {
        return Path.of(folder).resolve(training);
    }

    /**
     * Requires that a folder is there.
     *
     * @throws InvalidInputException if it is not
     */
    public static Path require(String folder) {
        Path path = Path.of(folder);
        if (!Files.isDirectory(path)) {
            throw new InvalidInputException("the folder for checkpoints " + Quoted.path(path)
                    + " is not there on this executor; give one that all executors see, such as one on a network file"
                    + " system that is mounted everywhere");
        }
        return path;
    }
}
