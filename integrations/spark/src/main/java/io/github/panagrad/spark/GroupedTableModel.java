package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.spark.estimator.InternalRows;
import io.github.panagrad.spark.estimator.LazyRows;
import io.github.panagrad.spark.groups.GroupPredictor;
import io.github.panagrad.spark.groups.GroupTrainer;
import io.github.panagrad.spark.groups.Groups;
import io.github.panagrad.spark.tasks.Chunks;
import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.spark.tasks.TaskConfig;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * A model for each group of rows, such as one for each shop: trained by tasks of Spark with one thread each, by {@link TableModel#fit}; small
 * groups share a task. The rows of a group are put in the order of their values first, column by column, so that a model has the same bits however the data
 * set is partitioned and wherever its task runs, as long as executors have the same processor and BLAS.
 *
 * <p>The models are in a data set, which Spark keeps on the executors until {@link #close}; what an executor held that is lost
 * is trained again. Threads may share it.
 */
public final class GroupedTableModel implements AutoCloseable {
    private static final List<String> RESULTS =
            List.of(GroupTrainer.ROWS, GroupTrainer.MODEL, GroupTrainer.METRICS, GroupTrainer.ERROR);

    private final Dataset<Row> models;
    private final List<String> groupColumns;
    private final Groups groups;
    private final long failed;

    private GroupedTableModel(Dataset<Row> models, List<String> groupColumns, Groups groups, long failed) {
        this.models = models;
        this.groupColumns = List.copyOf(groupColumns);
        this.groups = groups;
        this.failed = failed;
    }

    /**
     * Trains a model for each group, without checkpoints.
     *
     * @see #fit(Dataset, TableModelConfig, TaskOptions, String...)
     */
    public static GroupedTableModel fit(Dataset<Row> data, TableModelConfig config, String... groupColumns) {
        return fit(data, config, TaskOptions.none(), groupColumns);
    }

    /**
     * Trains a model for each group. A group that cannot be learned from, such as one with a single class, has no model, but a sentence
     * that says why; see {@link #failed}. The rows of a group must fit into the memory of a task, and {@code spark.task.cpus} be 1.
     *
     * @param data numbers, truth values, texts, dates and timestamps; read twice, to count the groups and to train them
     * @param config the target is named; listeners must be serialisable, and are called on executors
     * @param groupColumns at least one; null is a group of its own. They are not learned from
     * @throws InvalidInputException if a column is unknown or has another type, or none of the groups can be learned from
     */
    public static GroupedTableModel fit(
            Dataset<Row> data, TableModelConfig config, TaskOptions options, String... groupColumns) {
        SparkRequirements.require(data.sparkSession().sparkContext());
        StructType type = data.schema();
        List<String> keys = List.of(groupColumns);
        Groups.require(type, keys);
        requireFree(keys, RESULTS, "the models");
        TaskConfig settings = TaskConfig.of(config);
        List<String> learned = learned(type, keys, settings);
        // Those left out are not sent at all.
        TaskConfig sent = settings.withIgnored(List.of());
        Column[] wanted = Stream.concat(keys.stream(), learned.stream())
                .map(Groups::column)
                .toArray(Column[]::new);
        Dataset<Row> rows = data.select(wanted);
        List<Row> counted = counted(rows, keys);
        int slots = Chunks.slots(data.sparkSession().sparkContext());
        Groups groups = new Groups(keys, type, counted, slots);
        Dataset<Row> placed = groups.placed(rows);
        GroupTrainer trainer = new GroupTrainer(placed.schema(), keys.size(), sent, options.shared());
        List<StructField> keyFields =
                keys.stream().map(key -> type.fields()[type.fieldIndex(key)]).toList();
        Dataset<Row> models = InternalRows.classic(data)
                .sparkSession()
                .internalCreateDataFrame(new LazyRows(placed, trainer), GroupTrainer.resultType(keyFields), false)
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Row> results = summary(models, keys);
            long trainedRows =
                    results.stream().mapToLong(row -> row.getLong(keys.size())).sum();
            long countedRows =
                    counted.stream().mapToLong(row -> row.getLong(keys.size())).sum();
            if (results.size() != counted.size() || trainedRows != countedRows) {
                throw new InvalidInputException(countedRows + " rows of " + counted.size()
                        + " groups were counted, but " + trainedRows + " rows of " + results.size()
                        + " groups trained: " + GroupTrainer.CHANGED);
            }
            return of(models, keys, type, results, slots);
        } catch (Throwable e) {
            models.unpersist();
            throw e;
        }
    }

    private static GroupedTableModel of(
            Dataset<Row> models, List<String> keys, StructType type, List<Row> results, int slots) {
        List<Row> failed =
                results.stream().filter(row -> !row.isNullAt(keys.size() + 1)).toList();
        if (failed.size() == results.size()) {
            throw new InvalidInputException(
                    results.isEmpty()
                            ? "there are no rows, and so no groups to train"
                            : "none of the " + results.size() + " groups can be learned from; the first, "
                                    + Groups.text(keys, failed.getFirst()) + ": "
                                    + failed.getFirst().getString(keys.size() + 1));
        }
        return new GroupedTableModel(models, keys, new Groups(keys, type, results, slots), failed.size());
    }

    /** Returns the columns to learn from and the target, and requires that they can be. */
    private static List<String> learned(StructType type, List<String> keys, TaskConfig config) {
        List<String> known = Arrays.asList(type.fieldNames());
        if (!known.contains(config.target())) {
            throw new InvalidInputException("the data set has no column " + Quoted.of(config.target())
                    + " to predict: expected one of " + Quoted.list(known));
        }
        if (keys.contains(config.target())) {
            throw new InvalidInputException("column " + Quoted.of(config.target())
                    + " is the target, and the same for all rows of a group; group by others");
        }
        for (String ignored : config.ignored()) {
            if (!known.contains(ignored)) {
                throw new InvalidInputException("the data set has no column " + Quoted.of(ignored)
                        + " to ignore: expected one of " + Quoted.list(known));
            }
        }
        List<String> learned = known.stream()
                .filter(name -> !keys.contains(name) && !config.ignored().contains(name))
                .toList();
        Groups.require(type, learned);
        if (learned.size() < 2) {
            throw new InvalidInputException("the data set has no column to learn from besides the target "
                    + Quoted.of(config.target()) + " and the columns to group by");
        }
        return learned;
    }

    private static void requireFree(List<String> names, List<String> taken, String where) {
        for (String name : names) {
            if (taken.contains(name)) {
                throw new InvalidInputException("column " + Quoted.of(name) + " has a name that " + where
                        + " need for a column of their own; rename it");
            }
        }
    }

    /** Returns the groups with the number of their rows, the largest first. */
    private static List<Row> counted(Dataset<Row> rows, List<String> keys) {
        Column[] columns = keys.stream().map(Groups::column).toArray(Column[]::new);
        List<Row> counted = new ArrayList<>(rows.groupBy(columns)
                .agg(functions.count(functions.lit(1)).as(GroupTrainer.ROWS))
                .collectAsList());
        counted.sort(Comparator.comparingLong((Row row) -> row.getLong(keys.size()))
                .reversed()
                .thenComparing(row -> Groups.text(keys, row)));
        return counted;
    }

    /** Returns what is known about the groups, without models, the largest first. */
    private static List<Row> summary(Dataset<Row> models, List<String> keys) {
        Column[] columns = Stream.concat(keys.stream(), Stream.of(GroupTrainer.ROWS, GroupTrainer.ERROR))
                .map(Groups::column)
                .toArray(Column[]::new);
        List<Row> summary = new ArrayList<>(models.select(columns).collectAsList());
        summary.sort(Comparator.comparingLong((Row row) -> row.getLong(keys.size()))
                .reversed()
                .thenComparing(row -> Groups.text(keys, row)));
        return summary;
    }

    /**
     * Reads models that were saved.
     *
     * @param folder in any file system that Spark reads
     * @throws InvalidInputException if there is no such folder, or it has something else
     */
    public static GroupedTableModel load(SparkSession spark, String folder) {
        SparkRequirements.require(spark.sparkContext());
        Dataset<Row> models = spark.read().parquet(folder);
        StructType type = models.schema();
        int keys = type.size() - RESULTS.size();
        if (keys < 1 || !List.of(type.fieldNames()).subList(keys, type.size()).equals(RESULTS)) {
            throw new InvalidInputException(
                    Quoted.path(folder)
                            + " has other columns than models of groups; give a folder that GroupedTableModel.save has written");
        }
        List<String> columns = List.of(type.fieldNames()).subList(0, keys);
        return of(models, columns, type, summary(models, columns), Chunks.slots(spark.sparkContext()));
    }

    /**
     * Returns the models: the columns that rows were grouped by, {@code rows}, how many were trained on, {@code model}, the bytes of a
     * model file, or null, {@code metrics}, by name, such as {@code validation_accuracy}, and {@code error}, why there is no model, or
     * null.
     */
    public Dataset<Row> models() {
        return models;
    }

    /** Returns the groups that have no model, like {@link #models}; the column {@code error} says why. */
    public Dataset<Row> failed() {
        return models.filter(functions.col(GroupTrainer.ERROR).isNotNull());
    }

    /** Returns the number of groups that have no model. */
    public long failures() {
        return failed;
    }

    /** Returns the number of groups, with and without models. */
    public long groups() {
        return groups.size();
    }

    /** Returns the columns that rows were grouped by. */
    public List<String> groupColumns() {
        return groupColumns;
    }

    /**
     * Returns the model of a group.
     *
     * @param group a value for each column that rows were grouped by; null stands for null
     * @return to be closed by the caller
     * @throws InvalidInputException if there is no such group, or it has no model
     */
    @SuppressWarnings("NullAway") // values may be null, which varargs cannot say
    public TableModel model(Object... group) {
        if (group.length != groupColumns.size()) {
            throw new IllegalArgumentException("there are " + groupColumns.size() + " columns to group by, "
                    + Quoted.list(groupColumns) + ", but " + group.length + " values");
        }
        Column isGroup = functions.lit(true);
        for (int k = 0; k < group.length; k++) {
            isGroup = isGroup.and(Groups.column(groupColumns.get(k)).eqNullSafe(functions.lit(group[k])));
        }
        List<Row> found = models.filter(isGroup)
                .select(GroupTrainer.MODEL, GroupTrainer.ERROR)
                .collectAsList();
        String name = Groups.text(groupColumns, RowFactory.create(group));
        if (found.isEmpty()) {
            throw new InvalidInputException("there is no group " + name);
        }
        if (found.getFirst().isNullAt(0)) {
            throw new InvalidInputException(
                    "the group " + name + " has no model: " + found.getFirst().getString(1));
        }
        return ModelBytes.load((byte[]) found.getFirst().get(0));
    }

    /**
     * Predicts each row by the model of its group. Rows go to the task of their group, so that each model is loaded once; their order is not
     * kept.
     *
     * @param data with the columns that rows were grouped by and those that were learned from; needs no target
     * @return the rows with {@code predicted_class} and {@code probabilities}, or {@code predicted_value}; where there is no prediction,
     *     because there is no model or a value is invalid, {@code prediction_error} says why, and is null otherwise
     * @throws InvalidInputException if a column to group by is absent, or one of the names is taken
     */
    public Dataset<Row> transform(Dataset<Row> data) {
        StructType type = data.schema();
        Groups.require(type, groupColumns);
        requireFree(
                List.of(type.fieldNames()),
                List.of(
                        GroupPredictor.CLASS,
                        GroupPredictor.VALUE,
                        GroupPredictor.PROBABILITIES,
                        GroupPredictor.ERROR,
                        Groups.GROUP),
                "predictions");
        Dataset<Row> placed = groups.sorted(data);
        Column[] wanted = Stream.concat(groupColumns.stream(), Stream.of(GroupTrainer.MODEL, GroupTrainer.ERROR))
                .map(Groups::column)
                .toArray(Column[]::new);
        Dataset<Row> placedModels =
                groups.sorted(models.select(wanted)).select(Groups.GROUP, GroupTrainer.MODEL, GroupTrainer.ERROR);
        JavaRDD<InternalRow> predicted = InternalRows.of(placed)
                .zipPartitions(InternalRows.of(placedModels), new GroupPredictor(placed.schema(), groupColumns));
        return InternalRows.classic(data)
                .sparkSession()
                .internalCreateDataFrame(predicted.rdd(), GroupPredictor.resultType(placed.schema()), false)
                .drop(Groups.GROUP);
    }

    /**
     * Saves the models as Parquet, in any file system that Spark writes; {@link #load} reads them.
     *
     * @param folder must not exist
     */
    public void save(String folder) {
        models.write().parquet(folder);
    }

    /** Lets Spark forget the models; what was saved is still there. Closing twice is harmless. */
    @Override
    public void close() {
        models.unpersist();
    }
}
