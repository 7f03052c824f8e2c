package io.github.panagrad.table.model;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.input.JavaType;
import io.github.panagrad.table.input.RecordFields;
import io.github.panagrad.table.input.RoleTable;
import io.github.panagrad.table.input.TableFile;
import io.github.panagrad.table.input.TypedTable;
import io.github.panagrad.table.pipeline.ColumnTable;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.training.HeldBack;
import io.github.panagrad.table.training.TrainingNotes;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A model of a table, from raw rows to predictions: trained as {@code panagrad train} does, to the same bits for the same file,
 * settings and seed, or loaded from a file that either has written, with one network or several.
 *
 * <p>Threads may share it for predictions; {@link #evaluate}, {@link #save} and {@link #close} wait for each other. The owner
 * closes it; then every call throws {@link IllegalStateException}.
 */
public final class TableModel implements AutoCloseable {
    private final Ensemble ensemble;
    private final Pipeline pipeline;
    private final Map<String, String> facts;
    private final List<String> notes;
    private final TablePredictor predictor;
    private volatile boolean isClosed;

    /** Takes the ensemble. */
    TableModel(Ensemble ensemble, Pipeline pipeline, Map<String, String> facts, List<String> notes) {
        this.ensemble = ensemble;
        this.pipeline = pipeline;
        this.facts = Map.copyOf(facts);
        this.notes = List.copyOf(notes);
        predictor = new TablePredictor(ensemble, pipeline);
    }

    /**
     * Trains a model.
     *
     * @param table the rows to learn from, which remains the caller's. One from {@link Table#read} is read here, with the target of
     *     the configuration, and leaves nothing to close
     * @throws InvalidInputException if the table cannot be read or learned from, or the time is over before the first epoch has
     *     ended; the message says what to do
     * @throws io.github.panagrad.nn.checkpoint.CheckpointException if the checkpoint to go on from cannot be read or belongs to
     *     another training, or the folder for checkpoints does
     * @throws io.github.panagrad.nn.DivergedException if the loss is no longer finite
     * @throws CancellationException if the thread is interrupted; it still is then
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     */
    public static TableModel fit(Table table, TableModelConfig config) {
        long start = System.nanoTime();
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(config, "config");
        try (Table rows = table instanceof TableFile file
                ? file.readWithTarget(config.target(), config.ignored())
                : RoleTable.withTarget(table, config.target(), config.ignored())) {
            return fit(rows, table instanceof TableFile file ? file.files() : List.of(), config, start);
        }
    }

    private static TableModel fit(Table table, List<Path> files, TableModelConfig config, long start) {
        TableTraining how = new TableTraining(config);
        List<String> notes = new ArrayList<>(table.notes());
        HeldBack.Rows rows = HeldBack.of(
                table,
                Pipeline.samples(table, MissingTarget.FAIL, notes::add),
                how.validationFraction(),
                how.task(),
                config.seed());
        Pipeline pipeline = Pipeline.fit(table, rows.training(), how.pipelineConfig());
        Dataset training = pipeline.encode(table, rows.training(), config.dtype(), EncodedStorage.memory());
        @Nullable
        Dataset validation = rows.validation().length == 0
                ? null
                : pipeline.encode(table, rows.validation(), config.dtype(), EncodedStorage.memory());
        HeldBack.Rows judged = validation == null ? rows.divided() : rows;
        pipeline.suspects(table, judged.training(), table, judged.validation())
                .forEach(suspect -> notes.add(TrainingNotes.suspect(suspect)));
        TrainingNotes.task(table, pipeline.target(), pipeline.config()).ifPresent(notes::add);
        notes.addAll(TableTraining.notes(pipeline));
        List<String> said = notes.stream()
                .map(note -> TrainingNotes.withoutFolders(note, files))
                .toList();
        return how.train(
                pipeline,
                how.network(pipeline, training),
                training,
                validation,
                facts -> ColumnTable.of(table, rows.training(), pipeline, said)
                        .toJson()
                        .ifPresent(json -> facts.put(ColumnTable.FACT, json)),
                notes,
                start);
    }

    /**
     * Loads a model that this class or the command line has saved, to compute with {@link Backend#preferred}.
     *
     * @throws PipelineException if the file has no preprocessing, because it was not trained on a table, or one for another network
     * @throws io.github.panagrad.nn.ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it cannot be read, or is not a safetensors file
     */
    public static TableModel load(Path file) {
        Objects.requireNonNull(file, "file");
        // One open file, so that the weights and the pipeline belong together even if the file is replaced meanwhile.
        try (ModelFile model = ModelFile.open(file)) {
            Map<String, String> facts = model.contents().facts();
            Pipeline pipeline = Pipeline.ofFacts(facts);
            Ensemble ensemble = model.read(Backend.preferred());
            try {
                return new TableModel(ensemble, pipeline, facts, List.of());
            } catch (Throwable e) {
                ensemble.close();
                throw e;
            }
        } catch (PipelineException e) {
            throw new PipelineException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Saves the model with everything that is needed to predict raw rows; {@link #load}, {@link TablePredictor#load} and the commands
     * of {@code panagrad} take it.
     *
     * @param file is replaced if it exists, but not before the new one is complete
     * @throws IOException if it cannot be written
     */
    public synchronized void save(Path file) throws IOException {
        requireOpen();
        ModelFile.save(Objects.requireNonNull(file, "file"), ensemble, facts);
    }

    /** Returns how columns become inputs, and what the target is. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** Returns the shape of the network; of several, that of the first. */
    public NetworkSpec spec() {
        return predictor.spec();
    }

    /** Returns the number of networks whose predictions are averaged; 1 if there is only one. */
    public int members() {
        return predictor.members();
    }

    /**
     * Returns what is known about the training by name, such as {@code epochs}, and {@code validation_accuracy}: every metric of the
     * rows held back.
     */
    public Map<String, String> facts() {
        return facts;
    }

    /**
     * Returns what was assumed about the training table or looks wrong in it, a sentence each, which names the option of the command
     * line that says otherwise. What looks wrong begins with {@code WARN:}. None for a model that was loaded.
     */
    public List<String> notes() {
        return notes;
    }

    /**
     * Predicts one row, on the calling thread.
     *
     * @param row a value for each feature by its column's name, as {@link Pipeline#encodeRow} takes it, or an enum, a character or an
     *     {@link Optional} of one; null is a missing value
     * @throws PipelineException if a column is absent or has an invalid value
     */
    public Prediction predict(Map<String, ?> row) {
        requireOpen();
        return predictor.predict(plain(Objects.requireNonNull(row, "row")));
    }

    /**
     * Predicts one row, on the calling thread.
     *
     * @param row with a component for each feature, by the column's name; of the types that {@link Table#of(Class, List)} takes
     * @throws PipelineException if a column is absent or has an invalid value
     * @throws io.github.panagrad.table.TableException if the record's module keeps its components to itself
     */
    public Prediction predict(Record row) {
        requireOpen();
        return predictor.predict(plain(Objects.requireNonNull(row, "row")));
    }

    /**
     * Predicts all rows of a table, on the calling thread. The same rows give the same bits, whether they come from a file of any
     * format, records or maps; a row predicted by itself may differ by rounding.
     *
     * @param table remains the caller's. One from {@link Table#read} is read here with the types of the training table, needs no
     *     target, and leaves nothing to close
     * @throws InvalidInputException if the table cannot be read, or lacks a column
     */
    public List<Prediction> predictAll(Table table) {
        requireOpen();
        if (Objects.requireNonNull(table, "table") instanceof TableFile file) {
            try (Table rows = file.readAs(pipeline.readingSchema(), false)) {
                return predictor.predict(rows);
            }
        }
        return predictor.predict(TypedTable.of(table, pipeline.readingSchema()));
    }

    /**
     * Predicts several rows, on the calling thread.
     *
     * @param rows maps or records, as for a single row
     * @throws PipelineException if a row lacks a column or has an invalid value; the message names it
     * @throws IllegalArgumentException if an element is neither a map nor a record
     */
    public List<Prediction> predictAll(List<?> rows) {
        requireOpen();
        Objects.requireNonNull(rows, "rows");
        List<Map<String, ?>> plain = new ArrayList<>(rows.size());
        for (int r = 0; r < rows.size(); r++) {
            plain.add(plain(rows.get(r), r));
        }
        return predictor.predict(plain);
    }

    private static Map<String, ?> plain(@Nullable Object row, int number) {
        return switch (row) {
            case Record values -> plain(values);
            case Map<?, ?> values -> plain(named(values));
            case null -> throw new IllegalArgumentException("row " + (number + 1) + " is null; leave it out");
            default ->
                throw new IllegalArgumentException("row " + (number + 1) + " is a "
                        + row.getClass().getName() + ": expected a record, or a map with a value for each column");
        };
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> row) {
        Map<String, @Nullable Object> named = HashMap.newHashMap(row.size());
        row.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static Map<String, ?> plain(Record row) {
        return RecordFields.of(row.getClass()).row(row);
    }

    private static Map<String, ?> plain(Map<String, ?> row) {
        if (row.values().stream().allMatch(JavaType::isPlain)) {
            return row;
        }
        Map<String, @Nullable Object> plain = HashMap.newHashMap(row.size());
        row.forEach((name, value) -> plain.put(name, JavaType.plain(value)));
        return plain;
    }

    /**
     * Judges the model on rows with known targets, which it should not have been trained on.
     *
     * @param table remains the caller's. One from {@link Table#read} is read here with the types of the training table, and leaves
     *     nothing to close
     * @return the loss, and every metric in the target's own units
     * @throws InvalidInputException if the table cannot be read, or lacks a column or targets
     */
    public synchronized Quality evaluate(Table table) {
        requireOpen();
        if (Objects.requireNonNull(table, "table") instanceof TableFile file) {
            try (Table rows = file.readAs(pipeline.readingSchema(), true)) {
                return quality(rows);
            }
        }
        return quality(TypedTable.of(table, pipeline.readingSchema()));
    }

    private Quality quality(Table table) {
        Dataset samples = pipeline.encode(table, Pipeline.samples(table), ensemble.dtype(), EncodedStorage.memory());
        return Quality.of(
                ensemble, samples, Optional.of(pipeline), TableTraining.threads(spec(), TrainingConfig.AUTO_THREADS));
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the model was closed");
        }
    }

    /** Frees the memory; closing twice is harmless. */
    @Override
    public synchronized void close() {
        isClosed = true;
        predictor.close();
        ensemble.close();
    }
}
