package io.github.panagrad.cli.data;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.SchemaFile;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.FittedTarget;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.Task;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads tables, learns from their training rows how columns become inputs, and turns them into samples. */
final class TableLoader {
    /** Begins what was assumed, as "WARN: " begins what is probably wrong; a line with neither is why a command ended. */
    private static final String NOTE = "NOTE: ";

    /** So few different whole numbers may be classes or values. */
    private static final int FEW_NUMBERS = 20;

    private final TableRequest request;
    private final Consumer<String> notice;
    private boolean isTaskSaid;

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
                            Pipeline.samples(table),
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
        Dataset training = encode(pipeline, table, rows.training());
        Dataset validation = rows.validation().length > 0
                ? encode(pipeline, table, rows.validation())
                : other(pipeline, request.validationFiles());
        Dataset test = other(pipeline, request.testFiles());
        sayTask(table, pipeline);
        return new LoadedData(source, training, validation, test, pipeline, note(table, pipeline, rows));
    }

    /** Reads a table to be divided into folds, in each of which columns are learned from its own training rows. */
    static FoldedData folded(DataSource.TableFiles source, TableRequest request, KFold kfold, Consumer<String> notice) {
        TableLoader loader = new TableLoader(request, notice);
        StoredTable table = loader.read(source.files(), request.reading());
        try {
            request.loss().ifPresent(loss -> HeldBack.requireTargets(table, loss));
            int[] samples = Pipeline.samples(table);
            List<Fold> folds = FoldedData.folds(
                    source,
                    () -> kfold.stratified(HeldBack.strata(
                            table, samples, request.preprocessing().task())));
            loader.writeSchema(table);
            return new FoldedData(
                    folds, fold -> loader.encode(source, table, HeldBack.Rows.of(fold, samples)), table::close);
        } catch (RuntimeException | Error e) {
            table.close();
            throw e;
        }
    }

    private StoredTable read(List<Path> files, ReadOptions reading) {
        return read(files, reading, request.store(), notice);
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
    private @Nullable Dataset other(Pipeline pipeline, List<Path> files) {
        if (files.isEmpty()) {
            return null;
        }
        ReadOptions reading =
                ReadOptions.defaults().withCsv(request.reading().csv()).withSchema(pipeline.readingSchema());
        if (request.reading().strip() != null) {
            reading = reading.withStrip(request.reading().strip());
        }
        try (StoredTable table = read(files, reading)) {
            pipeline.notes(table).forEach(note -> notice.accept("WARN: " + note));
            request.loss().ifPresent(loss -> HeldBack.requireRange(table, loss));
            return encode(pipeline, table, Pipeline.samples(table));
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
    private void sayTask(StoredTable table, Pipeline pipeline) {
        FittedTarget target = pipeline.target();
        if (isTaskSaid
                || target.type() != ColumnType.NUMERIC
                || pipeline.config().task() != Task.AUTO) {
            return;
        }
        isTaskSaid = true;
        String column = "the target " + Quoted.of(target.name()) + " has ";
        switch (target) {
            case FittedTarget.Classes classes -> {
                if (!classes.classes().equals(List.of("0", "1"))) {
                    notice.accept(
                            NOTE + column + classes.classes().size() + " different numbers, which are taken as classes;"
                                    + " --task regression takes them as values");
                }
            }
            case FittedTarget.Values _ -> {
                int few = HeldBack.wholeNumbers(
                        table, table.schema().indexOf(Role.TARGET).orElseThrow(), FEW_NUMBERS);
                if (few > 0) {
                    notice.accept(NOTE + column + few + " different whole numbers, which are taken as values;"
                            + " --task classification takes them as classes");
                }
            }
        }
    }

    private String note(StoredTable table, Pipeline pipeline, HeldBack.Rows rows) {
        StringBuilder note = new StringBuilder();
        appendColumn(note, "the target is", pipeline, Role.TARGET);
        appendColumn(note, "weighted by", pipeline, Role.WEIGHT);
        int weightless = table.rows() - rows.training().length - rows.validation().length;
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
