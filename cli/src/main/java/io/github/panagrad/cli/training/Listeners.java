package io.github.panagrad.cli.training;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import java.nio.file.Path;
import java.util.List;

/**
 * Several listeners as one, called in order.
 *
 * @param all the listeners
 */
public record Listeners(List<TrainingListener> all) implements TrainingListener {
    /** Copies the list. */
    public Listeners {
        all = List.copyOf(all);
    }

    @Override
    public void onStart(List<EpochMetrics> done) {
        all.forEach(listener -> listener.onStart(done));
    }

    @Override
    public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
        // By index: called for every step, where an iterator would be garbage.
        for (int i = 0; i < all.size(); i++) {
            all.get(i).onStep(epoch, step, samples, loss, learningRate);
        }
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        all.forEach(listener -> listener.onEpoch(metrics));
    }

    @Override
    public void onCheckpoint(Path file, long step) {
        all.forEach(listener -> listener.onCheckpoint(file, step));
    }

    @Override
    public void onCheckpointFailed(long step, Exception failure) {
        all.forEach(listener -> listener.onCheckpointFailed(step, failure));
    }
}
