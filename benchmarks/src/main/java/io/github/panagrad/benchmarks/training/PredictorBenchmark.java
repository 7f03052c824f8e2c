package io.github.panagrad.benchmarks.training;

import io.github.panagrad.measure.ExampleNetwork;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Predicting single rows and batches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PredictorBenchmark {
    private static final int BATCH_ROWS = 256;

    /** The shape. */
    @Param
    public ExampleNetwork network;

    /** The element type. */
    @Param({"F32", "F64"})
    public DType dtype;

    private Predictor predictor;
    private double[][] rows;
    private double[] result;

    /** Prepares the predictor and what it is asked. */
    @Setup(Level.Trial)
    public void setUp() {
        try (Network source = Network.create(network.spec(), dtype, Backend.NATIVE, Initializer.he(), 1)) {
            predictor = new Predictor(source);
        }
        RandomKey key = RandomKey.of(1);
        rows = new double[BATCH_ROWS][network.spec().inputs()];
        for (int r = 0; r < BATCH_ROWS; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                rows[r][c] = key.normal((long) r * rows[r].length + c);
            }
        }
        result = new double[network.spec().outputs()];
    }

    /** Frees the memory. */
    @TearDown(Level.Trial)
    public void tearDown() {
        predictor.close();
    }

    /** One row, into an array of the caller's. */
    @Benchmark
    public double[] row() {
        predictor.predict(rows[0], result);
        return result;
    }

    /** A batch of 256 rows. */
    @Benchmark
    public double[][] batch() {
        return predictor.predict(rows);
    }
}
