package io.github.panagrad.benchmarks.training;

import io.github.panagrad.measure.ExampleNetwork;
import io.github.panagrad.measure.RandomSamples;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A training step of Adam, as part of a short epoch with shuffling and gathering. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrainingBenchmark {
    private static final int STEPS = 16;

    /** The shape and the batch. */
    @Param
    public ExampleNetwork network;

    /** The element type. */
    @Param({"F32", "F64"})
    public DType dtype;

    /** The threads that train; 0 lets the trainer choose. */
    @Param({"1", "0"})
    public int threads;

    private Network trained;
    private Trainer trainer;
    private Dataset data;

    /** Prepares network, trainer and data. */
    @Setup(Level.Trial)
    public void setUp() {
        data = RandomSamples.of(network.spec(), dtype, STEPS * network.batchSize());
        trained = Network.create(network.spec(), dtype, Backend.NATIVE, Initializer.he(), 1);
        trainer = new Trainer(
                trained,
                TrainingConfig.defaults()
                        .withBatchSize(network.batchSize())
                        .withEpochs(1)
                        .withLearningRate(1e-5)
                        .withThreads(threads));
    }

    /** Ends the threads and frees the memory. */
    @TearDown(Level.Trial)
    public void tearDown() {
        trainer.close();
        trained.close();
    }

    /** A step's share of an epoch. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public History step() {
        return trainer.fit(data);
    }
}
