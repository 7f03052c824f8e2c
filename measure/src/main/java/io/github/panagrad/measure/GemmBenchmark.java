package io.github.panagrad.measure;

import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/** Times one square matrix product, its output divided by rows between threads. */
public final class GemmBenchmark {
    private static final double NANOS = 1e-9;

    private GemmBenchmark() {}

    /**
     * Returns billions of floating-point operations per second, the best of several rounds, which other load on the
     * processor disturbs least.
     *
     * @param size the rows and columns of all three matrices
     * @param budgetSeconds about how long to measure
     */
    public static double gigaflops(Backend backend, DType dtype, int size, int threads, double budgetSeconds) {
        Kernels kernels = Kernels.of(backend, dtype);
        try (Slab slab = new Slab("measurement of a matrix product");
                WorkerTeam team = new WorkerTeam(threads)) {
            Tensor a = slab.allocate(dtype, size, size);
            Tensor b = slab.allocate(dtype, size, size);
            Tensor c = slab.allocate(dtype, size, size);
            fill(a, 1);
            fill(b, 2);
            Tensor[] rowsOfA = new Tensor[threads];
            Tensor[] rowsOfC = new Tensor[threads];
            for (int t = 0; t < threads; t++) {
                rowsOfA[t] = a.rowRange(cut(size, t, threads), cut(size, t + 1, threads));
                rowsOfC[t] = c.rowRange(cut(size, t, threads), cut(size, t + 1, threads));
            }
            WorkerTeam.Task task = (item, _) -> kernels.gemm(false, false, 1, rowsOfA[item], b, 0, rowsOfC[item]);
            double best = Double.POSITIVE_INFINITY;
            double spent = 0;
            while (spent < budgetSeconds) {
                long start = System.nanoTime();
                team.run(task, threads);
                double seconds = (System.nanoTime() - start) * NANOS;
                best = Math.min(best, seconds);
                spent += seconds;
            }
            return 2.0 * size * size * size / best * NANOS;
        }
    }

    private static int cut(int length, int index, int count) {
        return (int) ((long) length * index / count);
    }

    private static void fill(Tensor tensor, long seed) {
        RandomKey key = RandomKey.of(seed);
        for (int r = 0; r < tensor.rows(); r++) {
            for (int c = 0; c < tensor.columns(); c++) {
                tensor.set(r, c, key.uniform((long) r * tensor.columns() + c) - 0.5);
            }
        }
    }
}
