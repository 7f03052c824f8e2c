package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.row.FittedPipeline;
import io.github.panagrad.pipeline.row.PipelineReader;
import io.github.panagrad.pipeline.row.RowEncoder;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of a table into a network's inputs and targets, and its outputs back into the target's units. It is fitted to
 * training rows, stored with the model, and applied to every later row. Immutable; threads may share it.
 *
 * <p>The same rows and configuration give the same bits, for any number of threads. Other rows of the table and the order
 * of its categories have no influence.
 */
public final class Pipeline {
    /** The fact of a {@link io.github.panagrad.nn.ModelFile} that holds the pipeline, as {@link #toJson} writes it. */
    public static final String FACT = PipelineReader.FACT;

    private final FittedPipeline fitted;
    private final RowEncoder rowEncoder;

    /**
     * Puts parts together.
     *
     * @throws PipelineException if they become too many inputs
     */
    private Pipeline(FittedPipeline fitted) {
        this.fitted = fitted;
        rowEncoder = new RowEncoder(fitted.schema(), fitted.columns());
        if (width() > NetworkSpec.MAX_WIDTH) {
            throw new PipelineException("the columns become " + width() + " inputs, but a network can have at most "
                    + NetworkSpec.MAX_WIDTH + "; ignore some, or lower the one-hot limit");
        }
    }

    /**
     * Learns from rows of a table, those of weight 0 apart; a row of weight 2 counts as two rows in all statistics. Reads the table
     * several times, a block at a time and one column per thread.
     *
     * @param table with a target and at least one feature
     * @param trainingRows the rows to learn from, in any order
     * @param config how columns become inputs
     * @throws PipelineException if there are no rows, a target is missing, a number is infinite, or no feature
     *     remains to learn from
     * @throws IllegalArgumentException if the table has no such row
     */
    public static Pipeline fit(Table table, int[] trainingRows, PipelineConfig config) {
        return fit(new TableRows(table, trainingRows.clone()), config);
    }

    /** The same for all rows of a table. */
    public static Pipeline fit(Table table, PipelineConfig config) {
        return fit(new TableRows(table, null), config);
    }

    private static Pipeline fit(TableRows given, PipelineConfig config) {
        if (given.size() == 0) {
            throw new PipelineException("there are no training rows; add some, or hold fewer back");
        }
        TableRows rows = WeightEncoder.counted(WeightEncoder.samples(given));
        Schema schema = rows.table().schema();
        int targetIndex = FittedPipeline.targetOf(schema);
        List<Integer> features = features(schema);
        FittedTarget target = TargetFit.fit(rows, targetIndex, config);
        FittedColumn[] columns = new FittedColumn[features.size()];
        Parallel.run(
                columns.length,
                () -> c -> columns[c] = switch (schema.columns()
                        .get(features.get(c))
                        .type()) {
                    case CATEGORICAL -> CategoryFit.feature(rows, features.get(c), config);
                    case NUMERIC, BOOLEAN, DATE ->
                        NumberFeature.of(
                                schema.columns().get(features.get(c)), new NumberFit(rows, features.get(c)), config);
                });
        return of(schema, List.of(columns), target, config);
    }

    /** Puts together what was learned. */
    static Pipeline of(Schema schema, List<FittedColumn> columns, FittedTarget target, PipelineConfig config) {
        Pipeline pipeline = new Pipeline(new FittedPipeline(schema, config, columns, target));
        PipelineWriter.requireStorable(pipeline.toJson());
        return pipeline;
    }

    /** Returns the positions of the features, of which there must be one. */
    static List<Integer> features(Schema schema) {
        List<Integer> features = new ArrayList<>();
        for (int c = 0; c < schema.columns().size(); c++) {
            if (schema.columns().get(c).role() == Role.FEATURE) {
                features.add(c);
            }
        }
        if (features.isEmpty()) {
            throw new PipelineException("no column is a feature; ignore fewer columns");
        }
        return features;
    }

    /**
     * Learns the target alone from rows of a table.
     *
     * @param rows the rows to learn from, in any order
     * @throws PipelineException as {@link #fit(Table, int[], PipelineConfig)} does
     */
    public static FittedTarget fitTarget(Table table, int[] rows, PipelineConfig config) {
        TableRows counted = WeightEncoder.counted(WeightEncoder.samples(new TableRows(table, rows.clone())));
        return TargetFit.fit(counted, FittedPipeline.targetOf(table.schema()), config);
    }

    /**
     * Returns the rows of a table that are samples: those whose weight is not 0. A row of weight 0 changes nothing, neither what is
     * learned nor a metric, whatever it holds.
     *
     * @throws PipelineException if all weights are 0
     */
    public static int[] samples(Table table) {
        return positions(WeightEncoder.samples(new TableRows(table, null)));
    }

    /**
     * The same, and where they are to be dropped, without rows whose target is missing.
     *
     * @param missing what happens to rows whose target is missing; if they are not dropped, fitting or encoding fails
     * @param notice takes a sentence about the rows that are left out for that, if there are any
     * @throws PipelineException if no row remains
     */
    public static int[] samples(Table table, MissingTarget missing, Consumer<String> notice) {
        TableRows samples = WeightEncoder.samples(new TableRows(table, null));
        return positions(missing == MissingTarget.DROP ? KnownTargets.of(samples, notice) : samples);
    }

    private static int[] positions(TableRows rows) {
        return IntStream.range(0, rows.size()).map(rows::row).toArray();
    }

    /** Returns the columns of the training table, and how its text was read. */
    public Schema schema() {
        return fitted.schema();
    }

    /**
     * Returns how tables to encode are read: like the training table, except that columns that were dropped are ignored; they may
     * be absent, or hold anything.
     */
    public Schema readingSchema() {
        Set<String> dropped = columns().stream()
                .filter(FittedColumn.Dropped.class::isInstance)
                .map(FittedColumn::name)
                .collect(Collectors.toSet());
        List<Column> read = schema().columns().stream()
                .map(column -> column.role() == Role.FEATURE && dropped.contains(column.name())
                        ? column.withRole(Role.IGNORED)
                        : column)
                .toList();
        return schema().withColumns(read);
    }

    /** Returns the configuration that was requested. */
    public PipelineConfig config() {
        return fitted.config();
    }

    /** Returns the features, in the order of the schema. */
    public List<FittedColumn> columns() {
        return fitted.columns();
    }

    /** Returns the target. */
    public FittedTarget target() {
        return fitted.target();
    }

    /** Returns the number of inputs of an encoded row, an embedded column being one. */
    public int width() {
        return rowEncoder.width();
    }

    /** Returns the embeddings that a network needs for columns with many categories, by their positions in an encoded row. */
    public List<Embedding> embeddings() {
        List<Embedding> embeddings = new ArrayList<>();
        int at = 0;
        for (FittedColumn column : columns()) {
            if (column instanceof FittedColumn.Embedded embedded) {
                embeddings.add(new Embedding(at, embedded.places(), embedded.dimension()));
            }
            at += column.inputs().size();
        }
        return embeddings;
    }

    /**
     * Begins a network for rows that this encodes: it has the embeddings that they need, and outputs and a loss for the target.
     */
    public NetworkBuilder network() {
        return NetworkBuilder.of(this);
    }

    /** Returns which inputs of an encoded row are numbers of the table, in order: neither marks nor places of categories. */
    public List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        int at = 0;
        for (FittedColumn column : columns()) {
            if (column instanceof FittedColumn.Numbers && column.type() == ColumnType.NUMERIC) {
                numbers.add(at);
            }
            at += column.inputs().size();
        }
        return numbers;
    }

    /** Returns a name for each input of an encoded row, such as {@code age}, {@code age missing} or {@code sex=Male}. */
    public List<String> inputs() {
        return columns().stream().flatMap(column -> column.inputs().stream()).toList();
    }

    /**
     * A column of the table and the inputs that come from it.
     *
     * @param column its name
     * @param from the first of its inputs in an encoded row
     * @param count the number of its inputs, which are adjacent; 0 if it was dropped
     */
    public record Group(String column, int from, int count) {}

    /** Returns where each feature's inputs are, in the order of the schema. */
    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        int at = 0;
        for (FittedColumn column : columns()) {
            int count = column.inputs().size();
            groups.add(new Group(column.name(), at, count));
            at += count;
        }
        return groups;
    }

    /** Returns what each column becomes, a line for each, the target's last. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (FittedColumn column : columns()) {
            lines.add(column.name() + ": " + column.describe());
        }
        lines.add(target().name() + " (target): " + target().describe());
        return lines;
    }

    /** Returns the columns of text that were dropped because each of their texts is in too few rows. */
    public List<String> tooRare() {
        return columns().stream()
                .filter(column -> column instanceof FittedColumn.Dropped dropped
                        && dropped.reason().endsWith(CategoryFit.TOO_RARE))
                .map(FittedColumn::name)
                .toList();
    }

    /** Returns why columns were dropped, a line for each one. */
    public List<String> dropped() {
        return fitted.dropped();
    }

    /** Returns all rows of a table as samples in memory; see {@link #encode(Table, int[], DType, EncodedStorage)}. */
    public Dataset encode(Table table, DType dtype) {
        return encode(table, null, dtype, EncodedStorage.memory());
    }

    /**
     * Returns rows of a table as samples, with the weights of its weight column if it has one. Columns are found by name, and may
     * be in another order than in training.
     *
     * @param rows the rows, in the order of the samples, or null for all
     * @param dtype the element type of features and values
     * @param storage where the features are kept
     * @throws PipelineException if there are no rows, a column is missing or of another type, a number is infinite, a target is
     *     missing or a class that no training row had, a weight is invalid, or the storage cannot be allocated; the message
     *     names the column and the place
     * @throws IllegalArgumentException if the table has no such row
     */
    public Dataset encode(Table table, int @Nullable [] rows, DType dtype, EncodedStorage storage) {
        TableRows selected = selected(table, rows);
        TableEncoder features = new TableEncoder(this, selected);
        // Targets first: one column is read quickly, and an unknown label should be reported before the others are
        // encoded.
        Targets targets = new TargetEncoder(target(), selected).encode(dtype);
        Map<Integer, Integer> categories =
                embeddings().stream().collect(Collectors.toMap(Embedding::column, Embedding::categories));
        Dataset samples = Dataset.of(features.encode(dtype, storage), targets).withCategories(categories);
        return WeightEncoder.weighted(samples, selected);
    }

    /**
     * Returns rows of a table as inputs; the table needs no target.
     *
     * @param rows the rows, in the order of the result, or null for all
     * @param dtype the element type
     * @param storage where they are kept
     * @throws PipelineException as {@link #encode(Table, int[], DType, EncodedStorage)} does
     */
    public Rows encodeFeatures(Table table, int @Nullable [] rows, DType dtype, EncodedStorage storage) {
        return new TableEncoder(this, selected(table, rows)).encode(dtype, storage);
    }

    /**
     * Returns what is suspicious about a table to encode, a sentence for each column: those of text none of whose values is a
     * category of the training rows.
     *
     * @throws PipelineException if the table lacks a column, or one is of another type
     */
    public List<String> notes(Table table) {
        return new UnknownTexts(this, table).notes();
    }

    /**
     * Returns the columns that predict the target almost perfectly by themselves, which is suspicious: they may be known only
     * after the target is. A few thousand rows of both parts are read.
     *
     * @param training the table of the training rows
     * @param trainingRows the training rows
     * @param held the table of the rows held back, which may be the same
     * @param heldRows the rows held back
     */
    public List<Suspect> suspects(Table training, int[] trainingRows, Table held, int[] heldRows) {
        return SuspectSearch.of(
                this, new TableRows(training, trainingRows.clone()), new TableRows(held, heldRows.clone()));
    }

    private static TableRows selected(Table table, int @Nullable [] rows) {
        TableRows selected = new TableRows(table, rows == null ? null : rows.clone());
        if (selected.size() == 0) {
            throw new PipelineException("there are no rows");
        }
        return selected;
    }

    /**
     * Encodes one row, to the same bits as {@link #encode} does in float64.
     *
     * @param row a value for each feature by its column's name, others are ignored: a {@link Number}, {@link Boolean} or
     *     {@link String}, which is read as in a table, and for a date also what {@link java.time} has for it, in UTC if it has no
     *     offset, a {@link java.util.Date} or the seconds since 1970; null, or a text that marks one, is a missing value
     * @param features as many as {@link #width}; written
     * @throws PipelineException if a column is absent, or has an invalid value
     * @throws IllegalArgumentException if there is room for more or fewer inputs
     */
    public void encodeRow(Map<String, ?> row, double[] features) {
        rowEncoder.encode(row, features, new double[1]);
    }

    /** The same into a new array. */
    public double[] encodeRow(Map<String, ?> row) {
        double[] features = new double[width()];
        encodeRow(row, features);
        return features;
    }

    /** Returns this as JSON; numbers read back to the same bits. */
    public String toJson() {
        return PipelineWriter.write(this);
    }

    /**
     * Returns the pipeline among the facts of a model.
     *
     * @throws PipelineException if there is none, or it is damaged
     */
    public static Pipeline ofFacts(Map<String, String> facts) {
        String json = facts.get(FACT);
        if (json == null) {
            throw new PipelineException(
                    "the model was saved without preprocessing, so it takes numbers only: load it as a"
                            + " Predictor, or train it from a table");
        }
        return fromJson(json);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws PipelineException if it is something else; the message says what is wrong
     */
    public static Pipeline fromJson(String json) {
        return new Pipeline(PipelineReader.read(json));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pipeline pipeline && fitted.equals(pipeline.fitted);
    }

    @Override
    public int hashCode() {
        return fitted.hashCode();
    }

    @Override
    public String toString() {
        return "Pipeline" + describe();
    }
}
