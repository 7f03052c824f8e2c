package io.github.panagrad.cli.memory;

import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;

/**
 * What the memory of a training follows from. A value.
 *
 * @param evaluators how many evaluators there are at once
 * @param data what is trained on, the validation part and the test set included
 */
public record MemoryRequest(
        NetworkSpec spec, DType dtype, Backend backend, TrainingConfig config, int evaluators, DataSize data) {
    /**
     * Works out the memory.
     *
     * @throws IllegalArgumentException if a batch is too large for a tensor
     */
    public TrainingMemory memory() {
        return TrainingMemory.of(MemoryPlan.of(spec, dtype, backend, config, evaluators), data, backend);
    }

    MemoryRequest withBatchSize(int rows) {
        return new MemoryRequest(spec, dtype, backend, config.withBatchSize(rows), evaluators, data);
    }

    MemoryRequest withFloat32() {
        return new MemoryRequest(spec, DType.F32, backend, config, evaluators, data.narrowed());
    }

    MemoryRequest withSgd() {
        return new MemoryRequest(spec, dtype, backend, config.withOptimizer(Optimizer.sgd()), evaluators, data);
    }
}
