package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.spark.estimator.FitColumns;
import io.github.panagrad.spark.estimator.FitJob;
import io.github.panagrad.spark.estimator.FitRequest;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What the estimators have in common: the columns, and the options of the command line that shape a training, by the same names. An option
 * that is not set is the preset's. For use by one thread.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public abstract class PanagradEstimator<E extends PanagradEstimator<E, M>, M extends Model<M>>
        extends SettingsEstimator<E, M> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;
    private static final double NANOS = 1e9;

    private final Param<String> featuresCol;
    private final StringArrayParam featureCols;
    private final Param<String> labelCol;
    private final Param<String> predictionCol;
    private final Param<String> weightCol;
    private final Param<String> validationIndicatorCol;
    private final Param<String> preset;
    private final LongParam seed;
    private final DoubleParam validationFraction;
    private final DoubleParam timeLimit;
    private final Param<String> dtype;
    private final IntParam threads;
    private final IntParam numWorkers;
    private final BooleanParam reproducible;
    private final Param<String> dataStore;
    private final IntParam batchParts;
    private final Param<String> checkpointDir;
    private final IntParam checkpointEpochs;
    private final DoubleParam workerTimeout;

    /** Takes a name that no other stage has. */
    PanagradEstimator(String uid) {
        super(uid);
        featuresCol = new Param<>(
                this, "featuresCol", "the column of vectors to learn from; not read if featureCols are set");
        featureCols = new StringArrayParam(
                this,
                "featureCols",
                "the columns to learn from, as they are: numbers, booleans, strings, dates and timestamps, with nulls");
        labelCol = new Param<>(this, "labelCol", "the column to predict");
        predictionCol = new Param<>(this, "predictionCol", "the column of predictions; empty for none");
        weightCol = new Param<>(
                this,
                "weightCol",
                "the column of weights: a row of weight 2 counts as two rows, one of weight 0 is left out");
        validationIndicatorCol = new Param<>(
                this,
                "validationIndicatorCol",
                "the column that says which rows are held back: true, 1, or a text such as validation or test");
        preset = new Param<>(
                this,
                "preset",
                "how a model is trained: quick or standard",
                ParamValidators.inArray(List.of("quick", "standard")));
        seed = new LongParam(
                this, "seed", "determines the rows held back, the initial weights, the order of the rows and dropout");
        validationFraction = new DoubleParam(
                this,
                "validationFraction",
                "the share of the rows that is held back, at least 0 and below 1; without it the preset's",
                ParamValidators.inRange(0, 1, true, false));
        timeLimit = new DoubleParam(
                this, "timeLimit", "the seconds that training may take; 0 for any time", ParamValidators.gtEq(0));
        dtype = new Param<>(
                this,
                "dtype",
                "the element type of the parameters: float32 or float64",
                ParamValidators.inArray(List.of("float32", "float64")));
        threads = new IntParam(
                this,
                "threads",
                "the threads of a worker; 0 for as many as its task has (spark.task.cpus)",
                ParamValidators.inRange(0, 1024));
        numWorkers = new IntParam(this, "numWorkers", "the tasks that train a model together", ParamValidators.gtEq(1));
        reproducible = new BooleanParam(
                this, "reproducible", "whether results have the same bits for every number of threads");
        dataStore = new Param<>(
                this,
                "dataStore",
                "the folder in which workers keep encoded rows in files; empty for memory off the heap");
        batchParts = new IntParam(
                this,
                "batchParts",
                "the parts of each batch, whose gradients are added in pairs; 0 for as many as workers, and with"
                        + " reproducible for 4 where the workers are 1, 2 or 4",
                ParamValidators.inRange(0, 1024));
        checkpointDir = new Param<>(
                this,
                "checkpointDir",
                "the folder of checkpoints, which all executors see, for a training to go on from; empty for none");
        checkpointEpochs =
                new IntParam(this, "checkpointEpochs", "the epochs between two checkpoints", ParamValidators.gtEq(1));
        workerTimeout = new DoubleParam(
                this,
                "workerTimeout",
                "the seconds that a worker may keep the others waiting",
                ParamValidators.inRange(1, 86_400));
        setDefault(featuresCol, "features");
        setDefault(labelCol, "label");
        setDefault(predictionCol, "prediction");
        setDefault(preset, "standard");
        setDefault(seed, 42L);
        setDefault(timeLimit, 0.0);
        setDefault(dtype, "float32");
        setDefault(threads, 0);
        setDefault(numWorkers, 1);
        setDefault(reproducible, false);
        setDefault(dataStore, "");
        setDefault(batchParts, 0);
        setDefault(checkpointDir, "");
        setDefault(checkpointEpochs, 1);
        setDefault(workerTimeout, 60.0);
    }

    /** Returns the bytes of a model file that is trained on a data set. */
    final byte[] train(Dataset<?> data, Task task) {
        SparkRequirements.require(data.sparkSession().sparkContext());
        return FitJob.run(data, request(task));
    }

    /** Checks the columns, and the options as far as they can be without the rows. */
    final void require(StructType schema, Task task) {
        FitRequest request = request(task);
        FitColumns.require(schema, request);
        request.requireSettings();
    }

    private FitRequest request(Task task) {
        String[] raw = isDefined(featureCols) ? getOrDefault(featureCols) : new String[0];
        if (isDefined(featureCols) && raw.length == 0) {
            throw new InvalidInputException("featureCols is empty; name at least one column to learn from");
        }
        return new FitRequest(
                getOrDefault(featuresCol),
                List.of(raw),
                getOrDefault(labelCol),
                orNull(weightCol),
                orNull(validationIndicatorCol),
                new FitRequest.Options(
                        getOrDefault(labelCol),
                        Preset.valueOf(getOrDefault(preset).toUpperCase(Locale.ROOT)),
                        task,
                        settings(),
                        (long) getOrDefault(seed),
                        (int) getOrDefault(threads),
                        getOrDefault(dtype).equals("float64") ? DType.F64 : DType.F32,
                        (boolean) getOrDefault(reproducible),
                        isDefined(validationFraction) ? (double) getOrDefault(validationFraction) : -1,
                        Math.round((double) getOrDefault(timeLimit) * NANOS),
                        getOrDefault(dataStore),
                        (int) getOrDefault(batchParts),
                        getOrDefault(checkpointDir),
                        (int) getOrDefault(checkpointEpochs),
                        (double) getOrDefault(workerTimeout)),
                (int) getOrDefault(numWorkers));
    }

    private @Nullable String orNull(Param<String> column) {
        return isDefined(column) ? getOrDefault(column) : null;
    }

    /** Returns the parameter of the column of vectors to learn from. */
    public Param<String> featuresCol() {
        return featuresCol;
    }

    /** Returns the parameter of the raw columns to learn from, in place of a column of vectors. */
    public StringArrayParam featureCols() {
        return featureCols;
    }

    /** Returns the parameter of the column to predict. */
    public Param<String> labelCol() {
        return labelCol;
    }

    /** Returns the parameter of the column of predictions, or an empty text for none. */
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** Returns the parameter of the column of weights. */
    public Param<String> weightCol() {
        return weightCol;
    }

    /** Returns the parameter of the column that says which rows are held back. */
    public Param<String> validationIndicatorCol() {
        return validationIndicatorCol;
    }

    /** Returns the parameter of how a model is trained: quick or standard. */
    public Param<String> preset() {
        return preset;
    }

    /** Returns the parameter of the seed. */
    public LongParam seed() {
        return seed;
    }

    /** Returns the parameter of the share of the rows that is held back, without an indicator column. */
    public DoubleParam validationFraction() {
        return validationFraction;
    }

    /** Returns the parameter of the seconds that training may take; the best epoch until then counts. */
    public DoubleParam timeLimit() {
        return timeLimit;
    }

    /** Returns the parameter of the element type of the parameters: float32 or float64. */
    public Param<String> dtype() {
        return dtype;
    }

    /** Returns the parameter of the threads of a worker, or 0 for as many as its task has. */
    public IntParam threads() {
        return threads;
    }

    /** Returns the parameter of the tasks that train a model together. */
    public IntParam numWorkers() {
        return numWorkers;
    }

    /** Returns the parameter of whether results have the same bits for every number of threads. */
    public BooleanParam reproducible() {
        return reproducible;
    }

    /** Returns the parameter of the folder in which workers keep encoded rows, or an empty text for memory. */
    public Param<String> dataStore() {
        return dataStore;
    }

    /** Returns the parameter of the parts of each batch. */
    public IntParam batchParts() {
        return batchParts;
    }

    /** Returns the parameter of the folder of checkpoints, which all executors see, or an empty text for none. */
    public Param<String> checkpointDir() {
        return checkpointDir;
    }

    /** Returns the parameter of the epochs between two checkpoints. */
    public IntParam checkpointEpochs() {
        return checkpointEpochs;
    }

    /** Returns the parameter of the seconds that a worker may keep the others waiting. */
    public DoubleParam workerTimeout() {
        return workerTimeout;
    }

    /** Sets the column of vectors to learn from. */
    public E setFeaturesCol(String value) {
        return with(featuresCol, value);
    }

    /** Sets the raw columns to learn from, in place of a column of vectors. */
    public E setFeatureCols(String[] value) {
        return with(featureCols, value);
    }

    /** Sets the column to predict. */
    public E setLabelCol(String value) {
        return with(labelCol, value);
    }

    /** Sets the column of predictions, or an empty text for none. */
    public E setPredictionCol(String value) {
        return with(predictionCol, value);
    }

    /** Sets the column of weights. */
    public E setWeightCol(String value) {
        return with(weightCol, value);
    }

    /** Sets the column that says which rows are held back. */
    public E setValidationIndicatorCol(String value) {
        return with(validationIndicatorCol, value);
    }

    /** Sets how a model is trained: quick or standard. */
    public E setPreset(String value) {
        return with(preset, value);
    }

    /** Sets the seed. */
    public E setSeed(long value) {
        return with(seed, value);
    }

    /** Sets the share of the rows that is held back, without an indicator column. */
    public E setValidationFraction(double value) {
        return with(validationFraction, value);
    }

    /** Sets the seconds that training may take; the best epoch until then counts. */
    public E setTimeLimit(double value) {
        return with(timeLimit, value);
    }

    /** Sets the element type of the parameters: float32 or float64. */
    public E setDtype(String value) {
        return with(dtype, value);
    }

    /** Sets the threads of a worker, or 0 for as many as its task has. */
    public E setThreads(int value) {
        return with(threads, value);
    }

    /** Sets the tasks that train a model together. */
    public E setNumWorkers(int value) {
        return with(numWorkers, value);
    }

    /** Sets whether results have the same bits for every number of threads. */
    public E setReproducible(boolean value) {
        return with(reproducible, value);
    }

    /** Sets the folder in which workers keep encoded rows, or an empty text for memory. */
    public E setDataStore(String value) {
        return with(dataStore, value);
    }

    /** Sets the parts of each batch. */
    public E setBatchParts(int value) {
        return with(batchParts, value);
    }

    /** Sets the folder of checkpoints. */
    public E setCheckpointDir(String value) {
        return with(checkpointDir, value);
    }

    /** Sets the epochs between two checkpoints. */
    public E setCheckpointEpochs(int value) {
        return with(checkpointEpochs, value);
    }

    /** Sets the seconds that a worker may keep the others waiting. */
    public E setWorkerTimeout(double value) {
        return with(workerTimeout, value);
    }
}
