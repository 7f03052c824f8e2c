package io.github.panagrad.benchmarks.peer.dl4j;

import io.github.panagrad.benchmarks.peer.Peer;
import io.github.panagrad.benchmarks.peer.PeerProgram;
import io.github.panagrad.benchmarks.peer.StepClock;
import io.github.panagrad.benchmarks.peer.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j: a MultiLayerNetwork on ND4J's native backend; labels are one-hot, as it wants them. */
public final class Dl4jPeer implements Peer {
    private record Batch(INDArray features, INDArray labels) {}

    private final int threads;
    private final MultiLayerNetwork network;
    private final List<Batch> batches = new ArrayList<>();

    private Dl4jPeer(Task task) {
        threads = task.threads();
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        boolean binary = task.outputs() == 1;
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.RELU)
                .updater(new Adam(task.learningRate()))
                .list();
        int last = task.widths().size() - 1;
        for (int l = 1; l < last; l++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(task.widths().get(l - 1))
                    .nOut(task.widths().get(l))
                    .activation(Activation.RELU)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(binary ? LossFunction.XENT : LossFunction.MCXENT)
                .nIn(task.widths().get(last - 1))
                .nOut(task.outputs())
                .activation(binary ? Activation.SIGMOID : Activation.SOFTMAX)
                .build());
        network = new MultiLayerNetwork(layers.build());
        network.init();
        for (int b = 0; b < task.batches(); b++) {
            float[] labels = new float[task.batch() * task.outputs()];
            int[] classes = task.labels(b);
            for (int r = 0; r < classes.length; r++) {
                if (binary) {
                    labels[r] = classes[r];
                } else {
                    labels[r * task.outputs() + classes[r]] = 1;
                }
            }
            batches.add(new Batch(
                    Nd4j.create(task.features(b), new long[] {task.batch(), task.inputs()}, 'c'),
                    Nd4j.create(labels, new long[] {task.batch(), task.outputs()}, 'c')));
        }
    }

    @Override
    public Description description() {
        return new Description("Deeplearning4j " + version(), "Adam", "MultiLayerNetwork.fit by batches", threads);
    }

    /** The manifest has none. */
    private static String version() {
        Properties properties = new Properties();
        try (InputStream file = MultiLayerNetwork.class.getResourceAsStream(
                "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")) {
            properties.load(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public void train(StepClock clock) {
        int b = 0;
        do {
            network.fit(batches.get(b).features, batches.get(b).labels);
            b = (b + 1) % batches.size();
        } while (clock.done());
    }

    /** Runs the peer. */
    public static void main(String[] args) {
        PeerProgram.serve(args, Dl4jPeer::new);
    }
}
