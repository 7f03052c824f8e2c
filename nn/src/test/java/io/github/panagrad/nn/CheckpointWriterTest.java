package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time between attempts to write a checkpoint. */
class CheckpointWriterTest {
    private static final long PERIOD_NANOS = 100_000_000;

    /** A checkpoint may fail after much of the work for it was done. */
    @Test
    void afterAnAttemptThatFailedTheTimeBeginsAnew(@TempDir Path parent) throws InterruptedException {
        Checkpoints settings = Checkpoints.in(parent.resolve("run"), new Interval.Time(Duration.ofNanos(PERIOD_NANOS)));
        TrainingState state = new TrainingState(0);
        int[] attempts = {0};
        long begin = System.nanoTime();
        try (CheckpointWriter writer = new CheckpointWriter(
                settings,
                List.of(),
                state,
                null,
                progress -> {
                    throw new AssertionError("nothing is to be written");
                },
                () -> {
                    attempts[0]++;
                    throw new CheckpointException(parent, "there is no room");
                })) {
            Thread.sleep(Duration.ofNanos(PERIOD_NANOS + PERIOD_NANOS / 10));
            for (int step = 0; step < 1000; step++) {
                state.steps++;
                writer.afterStep(state);
            }
            long periods = (System.nanoTime() - begin) / PERIOD_NANOS;
            assertTrue(
                    attempts[0] >= 1 && attempts[0] <= periods, attempts[0] + " attempts in " + periods + " periods");
        }
    }
}
