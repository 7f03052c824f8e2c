package io.github.panagrad.cli.training;

import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how a training goes, to a person or to a program. Called in the order of the methods. */
sealed interface TrainingOutput permits TextOutput, JsonLinesOutput, QuietOutput {
    /** Says what will be trained, before memory is taken. */
    void start(Training training);

    /** Begins to show progress; the caller closes it when the training has ended. */
    Progress progress(Training training);

    /** Says what came of it. */
    void end(End end);

    /** Whether somebody would read how the speed compares. */
    boolean wantsSpeed();

    /** Shows progress while it is open. Closing shows nothing. */
    interface Progress extends TrainingListener, AutoCloseable {
        /** Shows a message to the user; may be called by any thread. */
        void notice(String message);

        @Override
        void close();
    }

    /** How a training ended. */
    enum Status {
        /** All epochs were done. */
        COMPLETED,
        /** A signal asked for its end. */
        STOPPED
    }

    /**
     * What came of a training.
     *
     * @param ending how its last network's training ended
     * @param epochs those that were done whole
     * @param outcome how the model does
     * @param saved where the model was saved, or null
     * @param reported where a page about it was written, or null
     * @param isCheckpointed whether there is a checkpoint to go on from
     * @param seconds the time of it all
     */
    record End(
            Status status,
            Ending ending,
            List<EpochMetrics> epochs,
            Outcome outcome,
            @Nullable Path saved,
            @Nullable Path reported,
            boolean isCheckpointed,
            double seconds) {
        /** Copies the list. */
        public End {
            epochs = List.copyOf(epochs);
        }

        Optional<Path> report() {
            return Optional.ofNullable(reported);
        }
    }
}
