package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.spark.estimator.Answer;
import io.github.panagrad.spark.estimator.PredictionJob;
import io.github.panagrad.spark.estimator.StoredModel;
import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What the models have in common: the bytes of a model file of Panagrad, with everything that is needed to predict raw rows. Threads may
 * share it for predictions, while no parameter is set.
 *
 * @param <M> the model
 */
public abstract class PanagradModel<M extends PanagradModel<M>> extends Model<M> implements MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final byte[] model;
    private final String id;
    private final Param<String> featuresCol;
    private final StringArrayParam featureCols;
    private final Param<String> predictionCol;
    private transient @Nullable Broadcast<byte[]> sent;
    private transient @Nullable SparkContext sentIn;
    private transient @Nullable Map<String, String> facts;
    private transient @Nullable Pipeline pipeline;

    /**
     * Takes a model.
     *
     * @param uid a name that no other stage has
     * @param model the bytes of its file, not to be changed from now on
     */
    PanagradModel(String uid, byte[] model) {
        this.uid = uid;
        this.model = model;
        id = UUID.randomUUID().toString();
        featuresCol = new Param<>(
                this, "featuresCol", "the column of vectors to predict from; not read if featureCols are set");
        featureCols = new StringArrayParam(
                this,
                "featureCols",
                "the columns that the model was trained on; those that it needs are found by name");
        predictionCol = new Param<>(this, "predictionCol", "the column of predictions; empty for none");
        setDefault(featuresCol, "features");
        setDefault(predictionCol, "prediction");
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Returns this. */
    abstract M self();

    /** Returns the names of the columns that predictions are added as. */
    abstract Answer answer();

    /** Sets a parameter. */
    final <T> M with(Param<T> parameter, T value) {
        set(parameter, value);
        return self();
    }

    /** Returns the bytes of the model's file, not to be changed. */
    final byte[] bytes() {
        return model;
    }

    /** Returns how columns become inputs, and what the target is. */
    final synchronized Pipeline pipeline() {
        Pipeline known = pipeline;
        if (known == null) {
            known = Pipeline.ofFacts(facts());
            pipeline = known;
        }
        return known;
    }

    /**
     * Returns what is known about the training by name, such as {@code epochs}, and {@code validation_accuracy}: every metric of the rows
     * held back.
     */
    public final synchronized Map<String, String> facts() {
        Map<String, String> known = facts;
        if (known == null) {
            known = StoredModel.facts(model);
            facts = known;
        }
        return known;
    }

    /**
     * Returns the model as one that predicts without Spark, whose memory the caller frees by closing it.
     *
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     */
    public final TableModel toTableModel() {
        return ModelBytes.load(model);
    }

    /**
     * Saves the model as a file for the command line and {@link TableModel#load}; {@link #save} is Spark's own form.
     *
     * @param file on this machine; is replaced if it exists
     * @throws IOException if it cannot be written
     */
    public final void saveModelFile(Path file) throws IOException {
        Files.write(file, model);
    }

    @Override
    public final Dataset<Row> transform(Dataset<?> data) {
        SparkContext context = data.sparkSession().sparkContext();
        SparkRequirements.require(context);
        require(data.schema());
        return PredictionJob.transform(data.toDF(), vectors(), pipeline(), id, broadcast(context), answer());
    }

    private synchronized Broadcast<byte[]> broadcast(SparkContext context) {
        Broadcast<byte[]> known = sent;
        if (known == null || !context.equals(sentIn)) {
            known = JavaSparkContext.fromSparkContext(context).broadcast(model);
            sent = known;
            sentIn = context;
        }
        return known;
    }

    @Override
    public final StructType transformSchema(StructType schema) {
        require(schema);
        return answer().schema(schema, pipeline().target());
    }

    private void require(StructType schema) {
        if (isDefined(featureCols)) {
            List<String> given = List.of(getOrDefault(featureCols));
            for (FittedColumn column : pipeline().columns()) {
                if (!given.contains(column.name())) {
                    throw new InvalidInputException("featureCols of the model do not have " + column.name()
                            + ", which it was trained on; leave them as they are");
                }
            }
        }
        PredictionJob.fields(schema, vectors(), pipeline());
    }

    private String vectors() {
        return isDefined(featureCols) ? "" : getOrDefault(featuresCol);
    }

    /** Returns the parameters and the model of another stage in this one's place. */
    final M copied(M copy, ParamMap extra) {
        copyValues(copy, extra);
        copy.setParent(parent());
        return copy;
    }

    @Override
    public final MLWriter write() {
        return StoredModel.writer(this, model);
    }

    /** Returns the parameter of the column of vectors. */
    public final Param<String> featuresCol() {
        return featuresCol;
    }

    /** Returns the parameter of the raw columns. */
    public final StringArrayParam featureCols() {
        return featureCols;
    }

    /** Returns the parameter of the column of predictions. */
    public final Param<String> predictionCol() {
        return predictionCol;
    }

    /** Sets the column of vectors to predict from. */
    public final M setFeaturesCol(String value) {
        return with(featuresCol, value);
    }

    /** Sets the column of predictions, or an empty text for none. */
    public final M setPredictionCol(String value) {
        return with(predictionCol, value);
    }
}
