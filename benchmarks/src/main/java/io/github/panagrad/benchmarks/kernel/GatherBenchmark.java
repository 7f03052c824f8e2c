package io.github.panagrad.benchmarks.kernel;

import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Gathering a batch of shuffled rows. */
public class GatherBenchmark extends KernelBenchmark {
    private static final int TABLE_ROWS = 8192;

    /** How the table is stored. */
    @Param({"U8", "F32", "F64"})
    public Rows.Storage storage;

    /** The rows of the batch, and columns. */
    @Param({"32x20", "128x784"})
    public String batch;

    private Rows table;
    private final int[] order = new int[TABLE_ROWS];
    private Tensor destination;
    private int from;

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        loadKernels();
        int[] sizes = sizes(batch);
        destination = slab.allocate(dtype, sizes[0], sizes[1]);
        RandomKey.of(2).permute(order);
        table = new Rows(
                slab.allocateBytes((long) TABLE_ROWS * sizes[1] * storage.bytes()),
                storage,
                TABLE_ROWS,
                sizes[1],
                storage == Rows.Storage.U8 ? 1.0 / 255 : 1);
    }

    /** The next batch, as an epoch takes them. */
    @Benchmark
    public void gather() {
        kernels.gather(table, order, from, destination);
        from += destination.rows();
        if (from + destination.rows() > TABLE_ROWS) {
            from = 0;
        }
    }
}
