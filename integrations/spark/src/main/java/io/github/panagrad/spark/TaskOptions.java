package io.github.panagrad.spark;

import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.spark.tasks.SharedFolder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happens around trainings that are tasks of Spark; made by {@link #none} and the {@code with} methods. Immutable. */
public final class TaskOptions {
    private static final TaskOptions NONE = new TaskOptions(null);

    private final @Nullable SharedFolder shared;

    private TaskOptions(@Nullable SharedFolder shared) {
        this.shared = shared;
    }

    /** Returns options for tasks that begin anew when Spark has lost them. */
    public static TaskOptions none() {
        return NONE;
    }

    /**
     * Returns these with checkpoints, in a sub-folder for each training: a task that Spark has lost, or a whole job that is run again,
     * goes on from the newest checkpoint to the same bits. They are kept when a training has ended; whoever has the results deletes the
     * folder.
     *
     * @param folder a path that is the same folder on all executors, such as one of a network file system; it must exist
     * @param every the interval between the checkpoints of a training
     */
    public TaskOptions withCheckpoints(String folder, Interval every) {
        return new TaskOptions(
                SharedFolder.of(Objects.requireNonNull(folder, "folder"), Objects.requireNonNull(every, "every")));
    }

    @Nullable
    SharedFolder shared() {
        return shared;
    }
}
