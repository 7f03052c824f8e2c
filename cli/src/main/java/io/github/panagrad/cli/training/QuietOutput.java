package io.github.panagrad.cli.training;

import io.github.panagrad.cli.output.Messages;
import java.io.PrintStream;
import java.util.Map;

/**
 * Nothing but warnings and errors.
 *
 * @param err receives messages
 */
record QuietOutput(PrintStream err) implements TrainingOutput {
    @Override
    public void start(Training training) {}

    @Override
    public void folds(FoldedTraining training) {}

    @Override
    public void recipe(RecipeResult result) {}

    @Override
    public void chosen(Map<String, Integer> counts) {}

    @Override
    public Progress progress(Training training) {
        return messages(err);
    }

    /** Returns progress that shows messages only. */
    static Progress messages(PrintStream err) {
        return new Progress() {
            @Override
            public void notice(String message) {
                Messages.print(message, err);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void end(End end) {}

    @Override
    public boolean wantsSpeed() {
        return false;
    }
}
