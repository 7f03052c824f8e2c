package io.github.panagrad.cli.memory;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;

/**
 * What determines the memory of a training run. A value.
 *
 * @param members how many networks are trained, and then predict together
 * @param atOnce how many of them are trained at the same time
 * @param evaluators how many evaluators there are at once
 * @param data what is trained on, the validation part and the test set included
 */
public record MemoryRequest(
        NetworkSpec spec,
        DType dtype,
        Backend backend,
        TrainingConfig config,
        int members,
        int atOnce,
        int evaluators,
        DataSize data) {
    /**
     * Works out the memory.
     *
     * @throws InvalidInputException if a batch is too large for a tensor
     */
    public TrainingMemory memory() {
        try {
            return TrainingMemory.of(
                    MemoryPlan.of(spec, dtype, backend, config, evaluators),
                    members,
                    atOnce,
                    data,
                    heapBytes(),
                    backend);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "--batch-size " + config.optimization().batchSize() + ": " + e.getMessage(), e);
        }
    }

    /** Returns what is kept on the heap: predictions until their metrics are computed, and what the trainings keep there. */
    private long heapBytes() {
        return atOnce * MemoryPlan.heapBytes(spec, config, data.rows()) + data.predictionBytes(spec.outputs());
    }

    MemoryRequest withBatchSize(int rows) {
        return with(dtype, config.withBatchSize(rows), data);
    }

    MemoryRequest withFloat32() {
        return with(DType.F32, config, data.narrowed());
    }

    MemoryRequest withSgd() {
        return with(dtype, config.withOptimizer(Optimizer.sgd()), data);
    }

    MemoryRequest withMappedData() {
        return with(dtype, config, data.mapped());
    }

    private MemoryRequest with(DType otherType, TrainingConfig otherConfig, DataSize otherData) {
        return new MemoryRequest(spec, otherType, backend, otherConfig, members, atOnce, evaluators, otherData);
    }
}
