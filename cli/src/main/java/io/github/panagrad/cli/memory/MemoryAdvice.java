package io.github.panagrad.cli.memory;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Sgd;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes what would make a training run fit that does not. Operating systems promise memory that they do not have, and kill
 * the process when it is used, without an error message.
 *
 * @param request what was requested
 * @param limit the available memory
 */
public record MemoryAdvice(MemoryRequest request, MemoryLimit limit) {
    /** Requires that a training can fit into the machine, or the container, at all. */
    public void require(TrainingMemory memory) {
        if (!memory.fitsHeap()) {
            boolean isLbfgs = request.config().optimization().optimizer() instanceof Lbfgs;
            throw new InvalidInputException("predictions of "
                    + NumberText.count(request.data().heldRows()) + " rows held back, "
                    + NumberText.count(request.spec().outputs()) + " outputs each"
                    + (isLbfgs ? ", and the history of --optimizer lbfgs" : "") + " take "
                    + NumberText.bytes(memory.heap()) + " on the heap, of which the JVM has at most "
                    + NumberText.bytes(Runtime.getRuntime().maxMemory()) + ": hold fewer rows back"
                    + (request.spec().loss().isClassification() ? ", group rare classes" : "")
                    + (isLbfgs ? ", use a shorter lbfgs:history=N" : "")
                    + ", or give it more, for example with PANAGRAD_JAVA_OPTS=-Xmx"
                    + (memory.heap() / 800_000_000 + 1) + "g");
        }
        if (!memory.canFit(limit)) {
            throw new InvalidInputException("--layers, --batch-size and the data make a training of "
                    + NumberText.bytes(memory.total()) + " (parameters "
                    + NumberText.bytes(memory.parameters()) + ", optimizer state "
                    + NumberText.bytes(memory.plan().optimizerState()) + ", workspace "
                    + NumberText.bytes(memory.plan().workspace()) + ", data "
                    + NumberText.bytes(memory.data().bytes()) + "), but " + limit.describe() + ": "
                    + String.join(", or ", remedies(memory)));
        }
    }

    /** Returns what would fit, one change at a time if one is enough, and how much memory would be enough otherwise. */
    List<String> remedies(TrainingMemory memory) {
        List<String> remedies = new ArrayList<>();
        smallerBatch(request).ifPresent(remedies::add);
        if (request.dtype() == DType.F64) {
            ifFits("--dtype float32", request.withFloat32()).ifPresent(remedies::add);
        }
        if (!(request.config().optimization().optimizer() instanceof Sgd)) {
            ifFits("--optimizer sgd", request.withSgd()).ifPresent(remedies::add);
        }
        if (!request.data().isMapped()) {
            ifFits("--data-store FOLDER, which keeps a table on disk", request.withMappedData())
                    .ifPresent(remedies::add);
        }
        fewerRows(memory).ifPresent(remedies::add);
        if (remedies.isEmpty()) {
            MemoryRequest least = request.withFloat32().withSgd();
            ifFits("--dtype float32 --optimizer sgd", least)
                    .or(() -> smallerBatch(least).map(batch -> "--dtype float32 --optimizer sgd " + batch))
                    .or(() -> fewerRows(least.memory()).map(rows -> "--dtype float32 --optimizer sgd and " + rows))
                    .ifPresent(remedies::add);
        }
        if (remedies.isEmpty()) {
            remedies.add("use smaller layers");
        }
        remedies.add("give it " + NumberText.bytes(memory.total()));
        return remedies;
    }

    private Optional<String> ifFits(String change, MemoryRequest changed) {
        TrainingMemory memory = changed.memory();
        return memory.fits(limit)
                ? Optional.of(change + " (" + NumberText.bytes(memory.total()) + ")")
                : Optional.empty();
    }

    /** The largest that fits of half the size, a quarter, and so on. L-BFGS has the whole training set in its batch. */
    private Optional<String> smallerBatch(MemoryRequest from) {
        if (from.config().optimization().optimizer() instanceof Lbfgs) {
            return Optional.empty();
        }
        for (int rows = from.config().optimization().batchSize() / 2; rows >= 1; rows /= 2) {
            Optional<String> found = ifFits("--batch-size " + rows, from.withBatchSize(rows));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> fewerRows(TrainingMemory memory) {
        DataSize data = memory.data();
        long left = limit.bytes() - (memory.total() - data.bytes());
        return data.rows() == 0 || left < data.rowBytes()
                ? Optional.empty()
                : Optional.of("at most " + NumberText.count(left / data.rowBytes()) + " rows");
    }
}
