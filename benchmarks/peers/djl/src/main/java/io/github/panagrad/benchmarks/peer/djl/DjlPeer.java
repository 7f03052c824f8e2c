package io.github.panagrad.benchmarks.peer.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.panagrad.benchmarks.peer.Peer;
import io.github.panagrad.benchmarks.peer.PeerProgram;
import io.github.panagrad.benchmarks.peer.StepClock;
import io.github.panagrad.benchmarks.peer.Task;
import java.util.ArrayList;
import java.util.List;

/** The Deep Java Library with its PyTorch engine, by the loop that its own training examples use. */
public final class DjlPeer implements Peer {
    private record Batch(NDArray features, NDArray labels) {}

    private final int threads;
    private final Trainer trainer;
    private final Loss loss;
    private final List<Batch> batches = new ArrayList<>();

    private DjlPeer(Task task) {
        // Read when the engine is loaded.
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(task.threads()));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        threads = task.threads();
        SequentialBlock block = new SequentialBlock();
        for (int units : task.widths().subList(1, task.widths().size() - 1)) {
            block.add(Linear.builder().setUnits(units).build()).add(Activation::relu);
        }
        block.add(Linear.builder().setUnits(task.outputs()).build());
        boolean binary = task.outputs() == 1;
        loss = binary ? Loss.sigmoidBinaryCrossEntropyLoss() : Loss.softmaxCrossEntropyLoss();
        Model model = Model.newInstance("mlp", "PyTorch");
        model.setBlock(block);
        trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed((float) task.learningRate()))
                        .build()));
        trainer.initialize(new Shape(task.batch(), task.inputs()));
        NDManager manager = trainer.getManager();
        for (int b = 0; b < task.batches(); b++) {
            NDArray labels = manager.create(task.labels(b));
            batches.add(new Batch(
                    manager.create(task.features(b), new Shape(task.batch(), task.inputs())),
                    binary
                            ? labels.toType(DataType.FLOAT32, true).reshape(task.batch(), 1)
                            : labels.toType(DataType.INT64, true)));
        }
    }

    @Override
    public Description description() {
        return new Description(
                "DJL " + Engine.getDjlVersion() + ", PyTorch "
                        + Engine.getEngine("PyTorch").getVersion(),
                "Adam",
                "Trainer with its Adam",
                threads);
    }

    @Override
    public void train(StepClock clock) {
        int b = 0;
        do {
            step(batches.get(b));
            b = (b + 1) % batches.size();
        } while (clock.done());
    }

    private void step(Batch batch) {
        // Frees what the step made.
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDList features = new NDList(batch.features);
            features.attach(scope);
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                NDList output = trainer.forward(features);
                NDArray value = loss.evaluate(new NDList(batch.labels), output);
                gradients.backward(value);
            }
            trainer.step();
            batch.features.attach(trainer.getManager());
        }
    }

    /** Runs the peer. */
    public static void main(String[] args) {
        PeerProgram.serve(args, DjlPeer::new);
    }
}
