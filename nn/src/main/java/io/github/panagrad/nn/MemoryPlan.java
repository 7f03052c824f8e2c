package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.BatchParts;
import io.github.panagrad.nn.engine.OptimizerState;
import io.github.panagrad.nn.engine.Parameters;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.engine.TileScratch;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.engine.Workspace;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * The off-heap memory of training, in bytes, computed from shapes before anything is allocated. Samples, and what the JVM and
 * OpenBLAS need for themselves, are not included. A value.
 *
 * @param threads the number of threads that train
 * @param parameters the network
 * @param optimizerState what the optimiser stores for each parameter; for L-BFGS the gradient only, as its history is on the
 *     heap
 * @param workspace the activations, deltas and dropout masks of a batch
 * @param gradientTiles each thread's largest gradient
 * @param evaluation the most that evaluation takes, allocated on first use
 * @param keptParameters a copy of those of the last epoch, or of the best one, to return to
 */
public record MemoryPlan(
        int threads,
        long parameters,
        long optimizerState,
        long workspace,
        long gradientTiles,
        long evaluation,
        long keptParameters) {
    /** Of points, gradients and a direction. */
    private static final int LBFGS_COPIES = 11;

    /**
     * Plans the memory of a {@link Network} and a {@link Trainer}.
     *
     * @param evaluators how many evaluators exist at once: the trainer's if it is given a validation set, and others with as
     *     many threads
     * @throws IllegalArgumentException if the backend cannot serve the threads asked for, or if a batch is too large for
     *     a tensor
     * @throws io.github.panagrad.blas.OpenBlasException if the backend is unavailable
     */
    public static MemoryPlan of(NetworkSpec spec, DType dtype, Backend backend, TrainingConfig config, int evaluators) {
        return of(spec, dtype, backend, config, evaluators, 0);
    }

    /**
     * Plans the memory of a worker that trains together with others, the one with the most rows.
     *
     * @param workers how many workers there are, itself included; 0 for a process by itself
     */
    public static MemoryPlan of(
            NetworkSpec spec, DType dtype, Backend backend, TrainingConfig config, int evaluators, int workers) {
        int threads = ThreadChoice.resolve(spec, backend, config);
        int rows = config.optimization().batchSize();
        Kernels kernels = Kernels.of(backend, dtype);
        Architecture architecture = Trainer.architecture(spec, config);
        int computing = Math.max(1, workers);
        // The last one has as many rows as any.
        BatchParts parts = BatchParts.of(Trainer.parts(config, computing), computing, computing - 1);
        StepPlan plan =
                StepPlan.of(architecture, rows, parts, config.execution().reproducible(), threads);
        return new MemoryPlan(
                threads,
                Parameters.bytes(architecture, dtype),
                OptimizerState.bytes(
                        architecture,
                        dtype,
                        OptimizerState.states(config.optimization().optimizer())),
                Workspace.bytes(architecture, plan, kernels),
                TileScratch.bytes(architecture, dtype, plan.tiles(), threads, parts.own())
                        + TrainingStep.keptGradientBytes(
                                architecture, dtype, config.optimization().clipping(), parts, workers),
                evaluators * Evaluator.bytes(architecture, dtype, threads),
                Parameters.bytes(architecture, dtype));
    }

    /**
     * Returns the bytes on the heap of a training, which are not part of a plan, except for one order of the samples. L-BFGS keeps the last
     * changes of parameters and gradient there, and works with a few copies of them; members with batches of their own have an order each.
     *
     * @param samples of an epoch
     */
    public static long heapBytes(NetworkSpec spec, TrainingConfig config, long samples) {
        if (!(config.optimization().optimizer() instanceof Lbfgs lbfgs)) {
            int perSample = Trainer.architecture(spec, config).gatheredPerSample();
            return perSample == 1 ? 0 : perSample * samples * Integer.BYTES;
        }
        return (2L * lbfgs.history() + LBFGS_COPIES) * spec.parameterCount() * Double.BYTES;
    }

    /** Returns the total in bytes. */
    public long total() {
        return parameters + optimizerState + workspace + gradientTiles + evaluation + keptParameters;
    }
}
