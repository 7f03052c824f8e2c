package io.github.panagrad.cli.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.SchemaFile;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.pipeline.ColumnTable;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.Suspect;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.table.training.HeldBack;
import io.github.panagrad.table.training.TrainingNotes;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads tables, learns from their training rows how columns become inputs, and turns them into samples. */
final class TableLoader {
    /** Begins what was assumed, as "WARN: " begins what is probably wrong; a line with neither is why a command ended. */
    private static final String NOTE = "NOTE: ";

    private final TableRequest request;
    private final Consumer<String> notice;

    /** What was said of the table, for the table of columns. */
    private final List<String> said = new ArrayList<>();

    private final Set<String> rare = new HashSet<>();

    private TableLoader(TableRequest request, Consumer<String> notice) {
        this.request = request;
        this.notice = notice;
    }

    static LoadedData load(DataSource.TableFiles source, TableRequest request, Consumer<String> notice) {
        return new TableLoader(request, notice).load(source);
    }

    private LoadedData load(DataSource.TableFiles source) {
        try (StoredTable table = read(source.files(), request.reading())) {
            request.loss().ifPresent(loss -> HeldBack.requireTargets(table, loss));
            LoadedData data = encode(
                    source,
                    table,
                    HeldBack.of(
                            table,
                            samples(table),
                            request.validationShare(),
                            request.preprocessing().task(),
                            request.seed()));
            // Last: nothing is written for data that is refused.
            writeSchema(table);
            return data;
        }
    }

    private LoadedData encode(DataSource.TableFiles source, StoredTable table, HeldBack.Rows rows) {
        Pipeline pipeline = Pipeline.fit(table, rows.training(), request.preprocessing());
        requireApplies(pipeline.target());
        Dataset training = encode(pipeline, table, rows.training());
        @Nullable Dataset validation;
        if (rows.validation().length > 0) {
            validation = encode(pipeline, table, rows.validation());
            saySuspects(pipeline.suspects(table, rows.training(), table, rows.validation()));
        } else if (!request.validationFiles().isEmpty()) {
            validation = other(
                    pipeline,
                    request.validationFiles(),
                    (held, samples) -> saySuspects(pipeline.suspects(table, rows.training(), held, samples)));
        } else {
            validation = null;
            HeldBack.Rows parts = rows.divided();
            saySuspects(pipeline.suspects(table, parts.training(), table, parts.validation()));
        }
        Dataset test = other(pipeline, request.testFiles(), (_, _) -> {});
        sayTask(table, pipeline.target());
        sayRare(pipeline);
        sayPositive(pipeline.target());
        return new LoadedData(
                source,
                training,
                validation,
                test,
                pipeline,
                ColumnTable.of(table, rows.training(), pipeline, withoutFolders(source)),
                note(table, pipeline, rows));
    }

    /** Refuses options for values where the target turns out to have classes. */
    private void requireApplies(FittedTarget target) {
        PipelineConfig config = request.preprocessing();
        if (target instanceof FittedTarget.Classes && !(config.standardizeTarget() && config.clampPredictions())) {
            throw new InvalidInputException((config.clampPredictions() ? "--raw-target" : "--extrapolate")
                    + " only applies to values, but the target " + Quoted.of(target.name())
                    + " has classes; leave it out, or choose --task regression");
        }
    }

    /** Reads a table to be divided into folds, in each of which columns are learned from its own training rows. */
    static FoldedData folded(DataSource.TableFiles source, TableRequest request, KFold kfold, Consumer<String> notice) {
        TableLoader reader = new TableLoader(request, notice);
        StoredTable table = reader.read(source.files(), request.reading());
        try {
            request.loss().ifPresent(loss -> HeldBack.requireTargets(table, loss));
            int[] samples = reader.samples(table);
            int[] strata =
                    HeldBack.strata(table, samples, request.preprocessing().task());
            List<Fold> all = FoldedData.folds(source, () -> kfold.stratified(strata));
            FittedTarget target = Pipeline.fitTarget(table, samples, request.preprocessing());
            reader.sayTask(table, target);
            reader.sayPositive(target);
            boolean isClasses = target instanceof FittedTarget.Classes;
            SmallClasses small = new SmallClasses(strata);
            if (isClasses) {
                small.say(
                        kfold.folds(),
                        i -> HeldBack.target(table, samples[i]),
                        "which every fold learns from and none evaluates",
                        note -> notice.accept(NOTE + note));
            }
            List<Fold> folds = isClasses ? small.trained(all) : all;
            // What was found out about the target is the same in all folds, and said once.
            TableLoader loader = new TableLoader(request.withTarget(target), _ -> {});
            HeldBack.Rows first = HeldBack.Rows.of(folds.getFirst(), samples);
            Pipeline ofFirst = Pipeline.fit(table, first.training(), loader.request.preprocessing());
            reader.sayRare(ofFirst);
            reader.saySuspects(ofFirst.suspects(table, first.training(), table, first.validation()));
            reader.writeSchema(table);
            return new FoldedData(
                    folds,
                    fold -> {
                        LoadedData data = loader.encode(source, table, HeldBack.Rows.of(fold, samples));
                        data.pipeline().ifPresent(reader::sayRare);
                        return data;
                    },
                    table::close);
        } catch (RuntimeException | Error e) {
            table.close();
            throw e;
        }
    }

    private int[] samples(StoredTable table) {
        return samples(table, request.reading(), this::say);
    }

    /** Returns the rows that are samples, and says which are none because their target is missing. */
    static int[] samples(StoredTable table, ReadOptions reading, Consumer<String> notice) {
        return Pipeline.samples(table, reading.missingTarget(), note -> notice.accept(NOTE + note));
    }

    private StoredTable read(List<Path> files, ReadOptions reading) {
        return read(files, reading, request.store(), this::say);
    }

    /** Reads a table, and says what was assumed about it. */
    static StoredTable read(List<Path> files, ReadOptions reading, StoreChoice store, Consumer<String> notice) {
        StoredTable table = TableReader.read(files, reading.withStorage(store.tables(files)));
        table.notes().forEach(note -> notice.accept(NOTE + note));
        return table;
    }

    private void writeSchema(StoredTable table) {
        Path file = request.writeSchema();
        if (file != null) {
            try {
                SchemaFile.write(file, table.schema());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads another table of the same columns. */
    private @Nullable Dataset other(Pipeline pipeline, List<Path> files, BiConsumer<Table, int[]> check) {
        if (files.isEmpty()) {
            return null;
        }
        ReadOptions reading =
                ReadOptions.defaults().withCsv(request.reading().csv()).withSchema(pipeline.readingSchema());
        if (request.reading().strip() != null) {
            reading = reading.withStrip(request.reading().strip());
        }
        try (StoredTable table = read(files, reading)) {
            pipeline.notes(table).forEach(note -> say("WARN: " + note));
            request.loss().ifPresent(loss -> HeldBack.requireRange(table, loss));
            int[] rows = samples(table);
            Dataset samples = encode(pipeline, table, rows);
            check.accept(table, rows);
            return samples;
        }
    }

    private Dataset encode(Pipeline pipeline, StoredTable table, int[] rows) {
        return pipeline.encode(table, rows, request.dtype(), storage(pipeline, rows.length));
    }

    private EncodedStorage storage(Pipeline pipeline, long rows) {
        return storage(request.store(), pipeline, rows, request.dtype());
    }

    /** Returns where encoded rows are kept. */
    static EncodedStorage storage(StoreChoice store, Pipeline pipeline, long rows, DType dtype) {
        return store.rows(rows * pipeline.width() * dtype.bytes());
    }

    /** Says what numbers of a target were taken for where the other could have been meant. */
    private void sayTask(StoredTable table, FittedTarget target) {
        TrainingNotes.task(table, target, request.preprocessing()).ifPresent(note -> say(NOTE + note));
    }

    /** Says which columns are too good to be true. */
    private void saySuspects(List<Suspect> suspects) {
        suspects.forEach(suspect -> say(TrainingNotes.suspect(suspect)));
    }

    /** Says which columns of text were left out, because their texts tell the rows apart and nothing else. */
    private void sayRare(Pipeline pipeline) {
        for (String column : pipeline.tooRare()) {
            if (!rare.add(column)) {
                // Another fold has said it.
                continue;
            }
            say(NOTE + TrainingNotes.rare(column, pipeline.config()));
        }
    }

    private void say(String message) {
        said.add(message);
        notice.accept(message);
    }

    /** Returns what was said, for a model: folders are private. */
    private List<String> withoutFolders(DataSource.TableFiles source) {
        return said.stream()
                .map(message -> message.startsWith(NOTE) ? message.substring(NOTE.length()) : message)
                .map(note -> TrainingNotes.withoutFolders(note, source.files()))
                .toList();
    }

    /** Says which of two classes was taken for the positive one where their names do not say it. */
    private void sayPositive(FittedTarget target) {
        TrainingNotes.positive(target, request.preprocessing()).ifPresent(note -> say(NOTE + note));
    }

    private String note(StoredTable table, Pipeline pipeline, HeldBack.Rows rows) {
        StringBuilder note = new StringBuilder();
        appendColumn(note, "the target is", pipeline, Role.TARGET);
        if (pipeline.target() instanceof FittedTarget.Classes classes) {
            classes.positive().ifPresent(name -> append(note, "the positive class is " + Quoted.of(name)));
        }
        appendColumn(note, "weighted by", pipeline, Role.WEIGHT);
        int weightless = table.rows() - Pipeline.samples(table).length;
        if (weightless > 0) {
            append(note, weightless + (weightless == 1 ? " row" : " rows") + " of weight 0 left out");
        }
        if (!pipeline.schema().hasHeader()) {
            append(note, "no header");
        }
        if (!pipeline.dropped().isEmpty()) {
            append(note, "left out " + Quoted.sentences(pipeline.dropped()));
        }
        if (table.storage() instanceof Storage.File(Path folder)) {
            append(note, "the table is kept in a file in " + Quoted.path(folder));
        }
        if (storage(pipeline, rows.training().length) instanceof EncodedStorage.Mapped(Path folder)) {
            append(note, "the samples are kept in a file in " + Quoted.path(folder));
        }
        return note.toString();
    }

    private static void appendColumn(StringBuilder note, String words, Pipeline pipeline, Role role) {
        pipeline.schema()
                .indexOf(role)
                .ifPresent(c -> append(
                        note,
                        words + " column "
                                + Quoted.of(pipeline.schema().columns().get(c).name())));
    }

    private static void append(StringBuilder note, String text) {
        note.append(note.isEmpty() ? "" : "; ").append(text);
    }
}
