package io.github.panagrad.cli.training;

import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports the progress of a training to a person or a program. The methods are called in their order here. */
sealed interface TrainingOutput permits TextOutput, JsonLinesOutput, QuietOutput {
    /** Reports the training, before memory is allocated. */
    void start(Training training);

    /** Reports a training without each fold, after {@link #start}. */
    void folds(FoldedTraining training);

    /** Reports a recipe whose networks are trained. */
    void recipe(RecipeResult result);

    /** Reports how much each recipe counts that was chosen. */
    void chosen(Map<String, Integer> counts);

    /** Begins to show progress; the caller closes it when the training has ended. */
    Progress progress(Training training);

    /** Reports the result. */
    void end(End end);

    /** Returns whether to measure how the speed compares with that of the matrix products. */
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
        /** A signal stopped it. */
        STOPPED
    }

    /**
     * The result of a training.
     *
     * @param ending how its last network's training ended
     * @param epochs those that were completed
     * @param isFolded whether networks were trained without a fold each, which differ in their epochs
     * @param outcome the quality of the model
     * @param saved where the model was saved, or null
     * @param reported where a page about it was written, or null
     * @param isCheckpointed whether there is a checkpoint to resume from
     * @param seconds the time of this run
     */
    record End(
            Status status,
            Ending ending,
            List<EpochMetrics> epochs,
            boolean isFolded,
            TrainingOutcome outcome,
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
