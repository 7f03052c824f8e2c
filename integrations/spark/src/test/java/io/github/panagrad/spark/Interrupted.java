package io.github.panagrad.spark;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * Ends the first attempt at a task when it has done some epochs, and writes down after how many each attempt began.
 *
 * @param log a file that all executors see
 * @param epochs after how many the first attempt ends
 * @param kills whether the whole process ends, and not only the task
 */
record Interrupted(String log, int epochs, boolean kills) implements TrainingListener, Serializable {
    @Override
    public void onStart(List<EpochMetrics> done) {
        try {
            Files.writeString(Path.of(log), done.size() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        TaskContext task = TaskContext.get();
        // A task whose executor was lost is begun again in a new attempt, too.
        if (task != null && task.attemptNumber() == 0 && metrics.epoch() == epochs) {
            if (kills) {
                Runtime.getRuntime().halt(1);
            }
            throw new IllegalStateException("the first attempt ends here");
        }
    }

    /** Returns after how many epochs each attempt began. */
    static List<String> attempts(Path log) throws IOException {
        return Files.readAllLines(log);
    }
}
