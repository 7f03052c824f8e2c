package io.github.panagrad.spark;

import io.github.panagrad.pipeline.Task;
import io.github.panagrad.spark.estimator.Answer;
import io.github.panagrad.spark.estimator.FitColumns;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Learns the classes of rows of mixed columns. Labels may be numbers, strings or booleans; predictions are what the labels are, except
 * that those of booleans are 1 and 0. Spark's evaluators need labels that are numbers.
 */
public final class PanagradClassifier extends PanagradEstimator<PanagradClassifier, PanagradClassificationModel> {
    private static final long serialVersionUID = 1;

    private final Param<String> probabilityCol;
    private final Param<String> rawPredictionCol;
    private final Param<String> positive;
    private final Param<String> temperature;

    /** Makes an estimator with the defaults. */
    public PanagradClassifier() {
        this(Identifiable$.MODULE$.randomUID("panagradClassifier"));
    }

    /** Makes an estimator with the defaults, and a name that no other stage has. */
    public PanagradClassifier(String uid) {
        super(uid);
        probabilityCol = new Param<>(this, "probabilityCol", PanagradClassificationModel.PROBABILITY_DOC);
        rawPredictionCol = new Param<>(this, "rawPredictionCol", PanagradClassificationModel.RAW_DOC);
        positive = text("positive", "the positive one of two classes, whose probability is last");
        temperature = text(
                "temperature",
                "whether probabilities are made softer after training, by the temperature that fits the rows held back"
                        + " best: fitted or none");
        setDefault(probabilityCol, "probability");
        setDefault(rawPredictionCol, "rawPrediction");
    }

    @Override
    PanagradClassifier self() {
        return this;
    }

    /**
     * Trains a model.
     *
     * @throws io.github.panagrad.error.InvalidInputException if the data set cannot be learned from; the message says what to do
     * @throws io.github.panagrad.nn.DivergedException if the loss is no longer finite
     */
    @Override
    public PanagradClassificationModel fit(Dataset<?> data) {
        transformSchema(data.schema());
        PanagradClassificationModel model = new PanagradClassificationModel(uid(), train(data, Task.CLASSIFICATION));
        copyValues(model, ParamMap.empty());
        model.setParent(this);
        return model;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        require(schema, Task.CLASSIFICATION);
        StructField label = FitColumns.find(schema, getOrDefault(labelCol()), "labelCol");
        DataType type = label.dataType() instanceof StringType ? DataTypes.StringType : DataTypes.DoubleType;
        StructType with = Answer.with(schema, getOrDefault(rawPredictionCol), SQLDataTypes.VectorType());
        with = Answer.with(with, getOrDefault(probabilityCol), SQLDataTypes.VectorType());
        return Answer.with(with, getOrDefault(predictionCol()), type);
    }

    @Override
    public PanagradClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Returns the parameter of the column of probabilities. */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** Returns the parameter of the column of scores. */
    public Param<String> rawPredictionCol() {
        return rawPredictionCol;
    }

    /** Returns the parameter of the positive one of two classes. */
    public Param<String> positive() {
        return positive;
    }

    /** Returns the parameter of whether probabilities are made softer after training: fitted or none. */
    public Param<String> temperature() {
        return temperature;
    }

    /** Sets the positive one of two classes. */
    public PanagradClassifier setPositive(String value) {
        return with(positive, value);
    }

    /** Sets whether probabilities are made softer after training: fitted or none. */
    public PanagradClassifier setTemperature(String value) {
        return with(temperature, value);
    }

    /** Sets the column of probabilities, or an empty text for none. */
    public PanagradClassifier setProbabilityCol(String value) {
        return with(probabilityCol, value);
    }

    /** Sets the column of scores, or an empty text for none. */
    public PanagradClassifier setRawPredictionCol(String value) {
        return with(rawPredictionCol, value);
    }

    /** Returns what reads an estimator that was saved. */
    public static MLReader<PanagradClassifier> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads an estimator that was saved. */
    public static PanagradClassifier load(String path) {
        return read().load(path);
    }
}
