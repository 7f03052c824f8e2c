package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the benchmarks of kernels have in common: the native backend, one thread, operands of random numbers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {
    /** The element type. */
    @Param({"F32", "F64"})
    public DType dtype;

    /** Owns the operands. */
    protected final Slab slab = new Slab("benchmark");

    /** What is measured. */
    @SuppressWarnings("NullAway.Init") // JMH gives no order of set-ups of a class and its super-class: see loadKernels
    protected Kernels kernels;

    private RandomKey key = RandomKey.of(1);

    /** Called first by each set-up: the element type is known only then. */
    protected void loadKernels() {
        kernels = Kernels.of(Backend.NATIVE, dtype);
    }

    /** Frees the operands. */
    @TearDown(Level.Trial)
    public void tearDown() {
        slab.close();
    }

    /** Returns a tensor of normal numbers: no zeros, which some processors multiply faster. */
    protected Tensor normal(int rows, int columns) {
        key = key.fold(1);
        Tensor tensor = slab.allocate(dtype, rows, columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                tensor.set(r, c, key.normal((long) r * columns + c));
            }
        }
        return tensor;
    }

    /** Returns the numbers of a parameter such as {@code 128x512}. */
    protected static int[] sizes(String parameter) {
        String[] parts = parameter.split("x", -1);
        int[] sizes = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            sizes[i] = Integer.parseInt(parts[i]);
        }
        return sizes;
    }
}
