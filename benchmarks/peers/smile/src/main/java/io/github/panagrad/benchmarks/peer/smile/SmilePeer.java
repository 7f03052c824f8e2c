package io.github.panagrad.benchmarks.peer.smile;

import io.github.panagrad.benchmarks.peer.Peer;
import io.github.panagrad.benchmarks.peer.PeerProgram;
import io.github.panagrad.benchmarks.peer.StepClock;
import io.github.panagrad.benchmarks.peer.Task;
import java.util.ArrayList;
import java.util.List;
import smile.classification.MLP;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;
import smile.util.function.TimeFunction;

/**
 * Smile's multilayer perceptron. It takes {@code double} features one by one, computes in {@code float}, and has no
 * Adam: plain gradient descent, its cheapest update, is what it is measured with.
 */
public final class SmilePeer implements Peer {
    private final int threads;
    private final MLP network;
    private final double[][][] features;
    private final int[][] labels;

    private SmilePeer(Task task) {
        threads = task.threads();
        List<LayerBuilder> layers = new ArrayList<>();
        layers.add(Layer.input(task.inputs()));
        for (int units : task.widths().subList(1, task.widths().size() - 1)) {
            layers.add(Layer.rectifier(units));
        }
        layers.add(Layer.mle(task.outputs(), task.outputs() == 1 ? OutputFunction.SIGMOID : OutputFunction.SOFTMAX));
        network = new MLP(layers.toArray(LayerBuilder[]::new));
        network.setLearningRate(TimeFunction.constant(task.learningRate()));
        features = new double[task.batches()][task.batch()][task.inputs()];
        labels = new int[task.batches()][];
        for (int b = 0; b < task.batches(); b++) {
            float[] values = task.features(b);
            for (int i = 0; i < values.length; i++) {
                features[b][i / task.inputs()][i % task.inputs()] = values[i];
            }
            labels[b] = task.labels(b);
        }
    }

    @Override
    public Description description() {
        return new Description(
                "Smile " + MLP.class.getPackage().getImplementationVersion(),
                "SGD",
                "MLP.update by batches; it has no Adam",
                threads);
    }

    @Override
    public void train(StepClock clock) {
        int b = 0;
        do {
            network.update(features[b], labels[b]);
            b = (b + 1) % features.length;
        } while (clock.done());
    }

    /** Runs the peer. */
    public static void main(String[] args) {
        PeerProgram.serve(args, SmilePeer::new);
    }
}
