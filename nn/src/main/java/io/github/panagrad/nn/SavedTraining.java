package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.CheckpointDescription;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Progress;
import io.github.panagrad.nn.engine.LbfgsState;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint that a training is to go on from: whether it is one of this training, and what it holds. Nothing is changed until
 * everything was checked. Closed by its owner.
 */
final class SavedTraining implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SavedTraining.class);

    private final CheckpointFile file;
    private final TrainingState state;

    /**
     * Opens a checkpoint and checks that it is one of this training.
     *
     * @param samples the samples of an epoch
     * @throws CheckpointException if it cannot be read, or differs; the message lists every difference
     */
    SavedTraining(Resume resume, TrainingTerms terms, TrainingConfig config, int samples, List<String> metrics) {
        file = CheckpointFile.open(resume.checkpoint());
        try {
            requireSame(terms, resume.otherArithmetic());
            Progress progress = file.description().progress();
            requirePlace(progress, config, samples);
            state = new TrainingState(progress, epochs(progress.epochs(), metrics));
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    private void requireSame(TrainingTerms terms, boolean otherArithmetic) {
        CheckpointDescription saved = file.description();
        List<String> lines = new ArrayList<>(terms.differences(saved));
        List<String> arithmetic = new ArrayList<>(terms.arithmeticDifferences(saved));
        if (!otherArithmetic) {
            lines.addAll(arithmetic);
        }
        if (!lines.isEmpty()) {
            boolean onlyArithmetic = lines.size() == arithmetic.size();
            throw new CheckpointException(
                    file.path(),
                    "the training cannot be resumed, because it is not the same: " + String.join("; ", lines)
                            + (onlyArithmetic
                                    ? "; it would end with other bits than one that was never stopped: resume as before,"
                                            + " or allow other arithmetic"
                                    : "; resume with the same data and configuration, or begin anew in an empty folder"));
        }
        List<String> library = terms.libraryDifferences(saved);
        if (!arithmetic.isEmpty()) {
            arithmetic.addAll(library);
            LOG.warn(
                    "resumed with other arithmetic, so the result will have other bits: {}",
                    String.join("; ", arithmetic));
        } else if (!library.isEmpty()) {
            LOG.warn(
                    "resumed with another OpenBLAS, so the result may have other bits than that of a training that was"
                            + " never stopped: {}",
                    String.join("; ", library));
        }
    }

    private void requirePlace(Progress progress, TrainingConfig config, int samples) {
        if (progress.epochs() > config.optimization().epochs()
                || (progress.epochs() == config.optimization().epochs() && progress.position() > 0)) {
            throw new CheckpointException(
                    file.path(),
                    "the training did " + progress.epochs() + " epochs"
                            + (progress.position() > 0 ? " and part of the next" : "") + ", more than the "
                            + config.optimization().epochs() + " that are wanted now: ask for as many at least");
        }
        boolean isWhole = config.optimization().optimizer() instanceof Lbfgs;
        int batch = config.optimization().batchSize();
        int position = progress.position();
        long perEpoch = isWhole ? 1 : Math.ceilDiv(samples, batch);
        long expected = progress.epochs() * perEpoch + Math.ceilDiv((long) position, batch);
        boolean isBetweenSteps = isWhole ? position == 0 : position == samples || position % batch == 0;
        if (position > samples
                || !isBetweenSteps
                || progress.correct() > position
                || progress.steps() - progress.stepsBefore() != expected) {
            throw new CheckpointException(
                    file.path(),
                    progress + " is no place between two steps of this training; the file is damaged, resume from the"
                            + " one before");
        }
    }

    private List<EpochMetrics> epochs(int count, List<String> metrics) {
        if (count == 0) {
            return List.of();
        }
        int columns = HistoryTensor.columns(metrics);
        file.require(StateTensors.HISTORY, DType.F64, List.of((long) count, (long) columns));
        try (Arena arena = Arena.ofConfined()) {
            Tensor tensor = tensor(arena, count, columns);
            file.read(StateTensors.HISTORY, tensor);
            return HistoryTensor.read(tensor, metrics);
        }
    }

    private static Tensor tensor(Arena arena, int rows, int columns) {
        return Tensor.over(
                arena.allocate(Tensor.byteSize(DType.F64, rows, columns), Double.BYTES), DType.F64, rows, columns);
    }

    TrainingState state() {
        return state;
    }

    /** Returns room for the state of L-BFGS, as large as what is saved. */
    LbfgsState lbfgsOfSavedSize(Lbfgs settings, int parameters) {
        file.require(StateTensors.LBFGS_SCALARS, DType.F64, List.of(1L, (long) StateTensors.SCALARS));
        double changes;
        try (Arena arena = Arena.ofConfined()) {
            Tensor scalars = tensor(arena, 1, StateTensors.SCALARS);
            file.read(StateTensors.LBFGS_SCALARS, scalars);
            changes = scalars.get(0, StateTensors.SCALARS - 1);
        }
        if (!(changes >= 0 && changes <= settings.history() && changes == Math.rint(changes))) {
            throw new CheckpointException(
                    file.path(),
                    "lbfgs remembers " + changes + " changes, but must remember 0 to " + settings.history());
        }
        int count = (int) changes;
        // Before that much is allocated: are they there?
        if (count > 0) {
            file.require("lbfgs.curvatures", DType.F64, List.of(1L, (long) count));
        }
        return new LbfgsState(
                new double[parameters],
                new double[parameters],
                0,
                0,
                0,
                0,
                null,
                new double[count][parameters],
                new double[count][parameters],
                new double[count]);
    }

    /** Reads everything into its place. */
    void read(StateTensors tensors) {
        tensors.read(file);
    }

    @Override
    public void close() {
        file.close();
    }
}
