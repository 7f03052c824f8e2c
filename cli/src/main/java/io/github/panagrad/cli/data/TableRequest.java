package io.github.panagrad.cli.data;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a table becomes samples to train on. A value.
 *
 * @param reading how its files are read, apart from the storage
 * @param preprocessing how columns become inputs
 * @param loss a loss that says what targets there may be: one for classes, unless the task says so too, or one for values; or
 *     empty
 * @param dtype the element type of the inputs
 * @param store where tables and rows are kept
 * @param validationShare the share of the rows that is held back, in [0, 1)
 * @param validationFiles what is validated on instead of a share; may be empty
 * @param testFiles what is tested on; may be empty
 * @param writeSchema where the schema is written, or null
 * @param seed determines which rows are held back
 */
public record TableRequest(
        ReadOptions reading,
        PipelineConfig preprocessing,
        Optional<Loss> loss,
        DType dtype,
        StoreChoice store,
        double validationShare,
        List<Path> validationFiles,
        List<Path> testFiles,
        @Nullable Path writeSchema,
        long seed) {
    /** Returns this with what was found out about the target. */
    TableRequest withTarget(FittedTarget target) {
        PipelineConfig config = target instanceof FittedTarget.Classes classes
                ? preprocessing
                        .withTask(Task.CLASSIFICATION)
                        .withPositive(classes.positive().orElse(null))
                : preprocessing.withTask(Task.REGRESSION);
        return new TableRequest(
                reading, config, loss, dtype, store, validationShare, validationFiles, testFiles, writeSchema, seed);
    }

    /** Copies the lists. */
    public TableRequest {
        validationFiles = List.copyOf(validationFiles);
        testFiles = List.copyOf(testFiles);
    }
}
