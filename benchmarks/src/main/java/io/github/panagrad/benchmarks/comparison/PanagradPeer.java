package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.Panagrad;
import io.github.panagrad.benchmarks.peer.Peer;
import io.github.panagrad.benchmarks.peer.PeerProgram;
import io.github.panagrad.benchmarks.peer.StepClock;
import io.github.panagrad.benchmarks.peer.Task;
import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.measure.ExampleNetwork;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.VectorSupport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Panagrad as a peer among peers, by its public interface: shuffled epochs, threads as it chooses them. */
public final class PanagradPeer implements Peer {
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough was measured", null, false, false);
        }
    }

    private final Network network;
    private final Trainer trainer;
    private final Dataset data;

    private PanagradPeer(Task task) {
        ExampleNetwork example = ExampleNetwork.ofWidths(task.shape());
        network = Network.create(example.spec(), 1);
        trainer = new Trainer(
                network,
                TrainingConfig.defaults()
                        .withBatchSize(task.batch())
                        .withEpochs(Integer.MAX_VALUE)
                        .withLearningRate(task.learningRate())
                        .withThreads(task.threads()));
        long bytes = (long) task.rows() * task.inputs() * Float.BYTES;
        MemorySegment features = Arena.ofAuto().allocate(bytes, Float.BYTES);
        int[] labels = new int[task.rows()];
        for (int b = 0; b < task.batches(); b++) {
            float[] values = task.features(b);
            MemorySegment.copy(
                    values, 0, features, ValueLayout.JAVA_FLOAT, (long) b * values.length * Float.BYTES, values.length);
            System.arraycopy(task.labels(b), 0, labels, b * task.batch(), task.batch());
        }
        data = Dataset.of(
                new Rows(features, Rows.Storage.F32, task.rows(), task.inputs(), 1),
                new Targets.Labels(labels, example.classes()));
    }

    @Override
    public Description description() {
        return new Description(
                "Panagrad " + Panagrad.version() + ", " + library(),
                "Adam",
                "Trainer.fit, shuffled, threads chosen by it",
                trainer.threads());
    }

    private String library() {
        if (network.backend() == Backend.JAVA) {
            return "java backend";
        }
        LibraryDescription library = OpenBlas.load().describe();
        String path = library.path().replace(System.getProperty("user.home"), "~");
        return "OpenBLAS " + library.version() + " (core " + library.coreName() + ", " + path + "), "
                + (VectorSupport.isAvailable() ? "Vector API" : "no Vector API");
    }

    @Override
    public void train(StepClock clock) {
        try {
            trainer.fit(data, null, new TrainingListener() {
                @Override
                public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                    if (!clock.done()) {
                        throw new Enough();
                    }
                }
            });
        } catch (Enough _) {
            // The clock has what it needs.
        }
    }

    /** Runs the peer. */
    public static void main(String[] args) {
        PeerProgram.serve(args, PanagradPeer::new);
    }
}
