package io.github.panagrad.cli.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.IdxFolder;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.nn.data.Splits;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.TableFiles;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.training.HeldBack;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link DataSource} names, for a training or for a trained model. */
public final class DataLoader {
    private DataLoader() {}

    /**
     * Reads data to train on, and holds a part of it back.
     *
     * @param notice takes what was assumed about tables
     */
    public static LoadedData forTraining(DataSource source, TableRequest request, Consumer<String> notice) {
        return switch (source) {
            case DataSource.TableFiles files -> TableLoader.load(files, request, notice);
            case DataSource.Generated generated ->
                split(source, generated.generator().generate(request.seed()), null, request);
            case DataSource.IdxFiles(Path folder) -> {
                requireIdx(folder);
                IdxFolder read = IdxFolder.read(folder);
                yield split(source, read.training(), read.test().orElse(null), request);
            }
        };
    }

    private static LoadedData split(DataSource source, Dataset samples, @Nullable Dataset test, TableRequest request) {
        if (request.validationShare() == 0) {
            return new LoadedData(source, samples, null, test, null, null, "");
        }
        if (samples.size() < 2) {
            throw new InvalidInputException(
                    "1 sample cannot be divided into a training and a validation part: give more, or"
                            + " --validation 0");
        }
        Dataset.Split split;
        try {
            split = Splits.stratified(samples, request.validationShare(), request.seed());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "--validation " + request.validationShare() + ": none of the " + samples.size() + " samples of "
                            + source.name() + " can be held back so that each class stays in training; give more"
                            + " samples, or --validation 0",
                    e);
        }
        return new LoadedData(source, split.training(), split.validation(), test, null, null, "");
    }

    /**
     * Reads data to divide into folds; close it.
     *
     * @param notice takes what was assumed about tables
     */
    public static FoldedData forFolds(DataSource source, TableRequest request, KFold kfold, Consumer<String> notice) {
        return switch (source) {
            case DataSource.TableFiles files -> TableLoader.folded(files, request, kfold, notice);
            case DataSource.Generated generated ->
                folded(source, generated.generator().generate(request.seed()), kfold);
            case DataSource.IdxFiles(Path folder) -> {
                requireIdx(folder);
                yield folded(source, IdxFolder.read(folder).training(), kfold);
            }
        };
    }

    private static FoldedData folded(DataSource source, Dataset samples, KFold kfold) {
        return new FoldedData(
                FoldedData.folds(source, () -> kfold.of(samples)),
                fold -> {
                    Dataset.Split parts = fold.of(samples);
                    return new LoadedData(source, parts.training(), parts.validation(), null, null, null, "");
                },
                () -> {});
    }

    /** A folder of tables is often named in place of the files in it. */
    private static void requireIdx(Path folder) {
        if (!IdxFolder.isOne(folder)) {
            TableFiles.folderOfTables(folder).ifPresent(message -> {
                throw new InvalidInputException("--data " + message);
            });
        }
    }

    /** Which part of a folder of IDX files. */
    public enum Part {
        /** The test set. */
        TEST,
        /** The training set. */
        TRAIN
    }

    /**
     * How data is to be read for a trained model.
     *
     * @param reading how tables are read, apart from schema and storage
     * @param store where tables and rows are kept
     * @param seed of generated data
     * @param part of a folder of IDX files
     * @param needsTarget whether targets are needed; otherwise they are ignored, and may be missing
     * @param notice takes what was assumed about tables
     */
    public record ModelRequest(
            ReadOptions reading,
            StoreChoice store,
            long seed,
            Part part,
            boolean needsTarget,
            Consumer<String> notice) {}

    /** Reads data for a trained model, and checks that it fits. */
    public static ModelData forModel(
            DataSource source, NetworkSpec spec, DType dtype, Optional<Pipeline> pipeline, ModelRequest request) {
        ModelData data = switch (source) {
            case DataSource.Generated generated ->
                new ModelData(source, generated.generator().generate(request.seed()), "");
            case DataSource.IdxFiles(Path folder) ->
                new ModelData(
                        source,
                        idx(folder, spec, request.part()),
                        request.part() == Part.TEST ? "the test set" : "the training set");
            case DataSource.TableFiles files ->
                new ModelData(
                        source,
                        pipeline.isPresent()
                                ? encoded(files, pipeline.get(), spec, dtype, request)
                                : numbers(files, spec, dtype, request),
                        "");
        };
        if (data.samples().columns() != spec.inputs()) {
            throw new InvalidInputException(source.name() + " has samples of "
                    + data.samples().columns() + " inputs, but the model takes " + spec.inputs());
        }
        return data;
    }

    private static Dataset encoded(
            DataSource.TableFiles source, Pipeline pipeline, NetworkSpec spec, DType dtype, ModelRequest request) {
        ReadOptions reading =
                request.reading().withSchema(pipeline.readingSchema()).withTargetRequired(request.needsTarget());
        try (StoredTable table = TableLoader.read(source.files(), reading, request.store(), request.notice())) {
            pipeline.notes(table).forEach(note -> request.notice().accept("WARN: " + note));
            var storage = TableLoader.storage(request.store(), pipeline, table.rows(), dtype);
            if (request.needsTarget()) {
                HeldBack.requireRange(table, spec.loss());
                return pipeline.encode(
                        table, TableLoader.samples(table, request.reading(), request.notice()), dtype, storage);
            }
            Rows rows = pipeline.encodeFeatures(table, null, dtype, storage);
            return Dataset.of(rows, new Targets.Labels(new int[rows.count()], 1));
        }
    }

    private static Dataset numbers(DataSource.TableFiles source, NetworkSpec spec, DType dtype, ModelRequest request) {
        if (request.reading().missingTarget() == MissingTarget.DROP) {
            throw new InvalidInputException("--missing-target drop only applies to a model with preprocessing; leave it"
                    + " out, and remove rows without a target");
        }
        try (StoredTable table = TableLoader.read(
                source.files(), request.reading().withoutTarget(), request.store(), request.notice())) {
            return NumberTable.samples(table, spec, dtype, request.needsTarget(), source.name());
        }
    }

    /** How many classes labels may have: labels of one output are 0 and 1, or any byte's number as a real value. */
    private static int classes(NetworkSpec spec) {
        if (spec.outputs() > 1) {
            return spec.outputs();
        }
        return spec.loss().isClassification() ? 2 : 256;
    }

    private static Dataset idx(Path folder, NetworkSpec spec, Part part) {
        requireIdx(folder);
        IdxFolder read = IdxFolder.read(folder, classes(spec));
        Optional<Dataset> chosen = part == Part.TEST ? read.test() : Optional.of(read.training());
        return chosen.orElseThrow(() -> new InvalidInputException(
                "--data " + folder + " has no test set; --split train takes the training set"));
    }
}
