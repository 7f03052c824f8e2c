package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.OptimizerState;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the tensors of a training for a checkpoint, and fills them from one.
 *
 * @param network that is trained
 * @param step whose optimiser's state is saved
 * @param kept the parameters to return to
 * @param metrics the names of the metrics of each epoch
 */
record TrainingTensors(
        Network network, TrainingConfig config, TrainingStep step, KeptParameters kept, List<String> metrics) {
    /** Copies the list. */
    TrainingTensors {
        metrics = List.copyOf(metrics);
    }

    /** Returns all tensors as they are now; the caller closes them. */
    StateTensors of(TrainingState state, @Nullable FullBatchTraining fullBatch) {
        StateTensors tensors = new StateTensors();
        try {
            Tensor history = tensors.addHistory(state.epochs.size(), metrics);
            if (history != null) {
                HistoryTensor.write(state.epochs, metrics, history);
            }
            if (fullBatch != null) {
                tensors.addLbfgs(fullBatch.state());
            }
            addViews(tensors);
            return tensors;
        } catch (Throwable e) {
            tensors.close();
            throw e;
        }
    }

    private void addViews(StateTensors tensors) {
        tensors.addParameters("", network);
        if (!(config.optimization().optimizer() instanceof Lbfgs)) {
            int states = OptimizerState.states(config.optimization().optimizer());
            tensors.addOptimizer(step.state(), network.parameters(), states);
        }
        Network best = kept.ofBestEpoch();
        if (best != null) {
            tensors.addParameters("best.", best);
        }
    }

    /**
     * Reads all tensors into their places.
     *
     * @return the training by L-BFGS to go on with, or null for another optimiser
     */
    @Nullable
    FullBatchTraining restore(SavedTraining saved, Dataset training) {
        try (StateTensors tensors = new StateTensors()) {
            tensors.addHistory(saved.state().epochs.size(), metrics);
            Lbfgs lbfgs = config.optimization().optimizer() instanceof Lbfgs settings ? settings : null;
            if (lbfgs != null) {
                int parameters = Math.toIntExact(network.spec().parameterCount());
                tensors.addLbfgs(saved.lbfgsOfSavedSize(lbfgs, parameters));
            }
            addViews(tensors);
            saved.read(tensors);
            return lbfgs == null ? null : new FullBatchTraining(network, step, lbfgs, training, tensors.lbfgs());
        }
    }
}
