package io.github.panagrad.cli.data;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.IdxFolder;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what a {@link DataSource} names, for a training or for a trained network. */
public final class DataLoader {
    private DataLoader() {}

    /**
     * Reads data to train on.
     *
     * @param kind what a CSV file's target is
     * @param target the target's column in a CSV file; the last if none is wished for
     * @param weight the column of the samples' weights in a CSV file; none if none is wished for
     */
    public static LoadedData forTraining(
            DataSource source, DType dtype, long seed, TargetKind kind, CsvColumn.Wish target, CsvColumn.Wish weight) {
        return switch (source) {
            case DataSource.Generated generated -> generated(generated, seed);
            case DataSource.IdxFiles(Path folder) -> {
                IdxFolder read = IdxFolder.read(folder);
                yield new LoadedData(source, read.training(), read.test().orElse(null), null, null, "");
            }
            case DataSource.Csv(Path file) -> {
                CsvTable table = CsvFile.read(file, CsvRequest.forTraining(storage(dtype), kind, target, weight));
                yield loaded(source, table, note(table, kind));
            }
        };
    }

    /** Which part of a folder of IDX files. */
    public enum Part {
        /** The test set. */
        TEST,
        /** The training set. */
        TRAIN
    }

    /**
     * How data is to be read for a trained network.
     *
     * @param seed of generated data
     * @param target the target's column in a CSV file
     * @param weight the column of the samples' weights in a CSV file
     * @param part of a folder of IDX files
     * @param predictOnly whether targets are not looked at, and may be missing from a CSV file
     */
    public record ModelRequest(
            long seed, CsvColumn.Wish target, CsvColumn.Wish weight, Part part, boolean predictOnly) {}

    /** Reads data for a trained network, and checks that it fits. */
    public static LoadedData forModel(DataSource source, NetworkSpec spec, DType dtype, ModelRequest request) {
        LoadedData data = switch (source) {
            case DataSource.Generated generated -> generated(generated, request.seed());
            case DataSource.IdxFiles(Path folder) -> idx(source, folder, spec, request.part());
            case DataSource.Csv(Path file) -> {
                TargetKind kind = request.predictOnly() ? new TargetKind.Ignored() : kindFor(spec, file);
                CsvTable table = CsvFile.read(
                        file,
                        new CsvRequest(
                                storage(dtype),
                                kind,
                                request.target(),
                                request.weight(),
                                spec.inputs(),
                                !request.predictOnly()));
                yield loaded(source, table, "");
            }
        };
        if (data.samples().columns() != spec.inputs()) {
            throw new InputException(source.name() + " has samples of "
                    + data.samples().columns() + " inputs, but the model takes " + spec.inputs());
        }
        return data;
    }

    private static LoadedData generated(DataSource.Generated generated, long seed) {
        return new LoadedData(generated, generated.generator().generate(seed), null, null, null, "");
    }

    private static LoadedData idx(DataSource source, Path folder, NetworkSpec spec, Part part) {
        IdxFolder read = IdxFolder.read(folder, classes(spec));
        Optional<Dataset> chosen = part == Part.TEST ? read.test() : Optional.of(read.training());
        Dataset samples = chosen.orElseThrow(
                () -> new InputException(folder + " has no test set; use --split train to take its training set"));
        return new LoadedData(
                source, samples, null, null, null, part == Part.TEST ? "the test set" : "the training set");
    }

    /** How many classes labels may have: labels of one output are 0 and 1, or any byte's number as a real value. */
    private static int classes(NetworkSpec spec) {
        if (spec.outputs() > 1) {
            return spec.outputs();
        }
        return spec.loss().isClassification() ? 2 : 256;
    }

    private static TargetKind kindFor(NetworkSpec spec, Path file) {
        if (!spec.loss().isClassification() && spec.outputs() == 1) {
            return new TargetKind.Real();
        }
        if (!spec.loss().isClassification()) {
            throw new InputException(file + " has one target column, but the model has " + spec.outputs()
                    + " outputs; evaluate it from Java, where targets may have several columns");
        }
        return new TargetKind.Classes(classes(spec));
    }

    /** Half the memory does for float32, and loses nothing: batches are narrowed to it anyway. */
    private static Rows.Storage storage(DType dtype) {
        return dtype == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
    }

    private static LoadedData loaded(DataSource source, CsvTable table, String note) {
        Targets targets = table.targets();
        if (targets == null) {
            // Predictions never look at them.
            targets = new Targets.Labels(new int[table.features().count()], 1);
        }
        Dataset plain = Dataset.of(table.features(), targets);
        double[] weights = table.weights();
        Dataset samples = weights == null
                ? plain
                : Values.checked("--weight: " + source.name(), () -> plain.withSampleWeights(weights));
        return new LoadedData(source, samples, null, table.target(), table.weight(), note);
    }

    private static String shown(CsvColumn column) {
        return "column " + column.number() + (column.name() == null ? "" : " (" + CsvText.clean(column.name()) + ")");
    }

    private static String note(CsvTable table, TargetKind kind) {
        CsvColumn column = table.target();
        if (column == null) {
            return "";
        }
        String note =
                "target is " + shown(column) + (table.weight() == null ? "" : ", the weight " + shown(table.weight()));
        if (!(kind instanceof TargetKind.Inferred)) {
            return note;
        }
        return table.targets() instanceof Targets.Labels labels
                ? note + ", taken as classes because it holds just the numbers 0 to " + (labels.classes() - 1)
                        + " (--task regression changes that)"
                : note + ", taken as real numbers";
    }
}
