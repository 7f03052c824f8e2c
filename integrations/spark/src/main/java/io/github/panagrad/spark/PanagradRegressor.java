package io.github.panagrad.spark;

import io.github.panagrad.pipeline.Task;
import io.github.panagrad.spark.estimator.Answer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Learns values of rows of mixed columns. Labels are numbers; predictions are in their units. */
public final class PanagradRegressor extends PanagradEstimator<PanagradRegressor, PanagradRegressionModel> {
    private static final long serialVersionUID = 1;

    private final BooleanParam rawTarget;
    private final BooleanParam extrapolate;

    /** Makes an estimator with the defaults. */
    public PanagradRegressor() {
        this(Identifiable$.MODULE$.randomUID("panagradRegressor"));
    }

    /** Makes an estimator with the defaults, and a name that no other stage has. */
    public PanagradRegressor(String uid) {
        super(uid);
        rawTarget = truth("rawTarget", "whether the values are trained on as they are, not standardised");
        extrapolate = truth("extrapolate", "whether predictions may leave the range of the training rows' labels");
    }

    @Override
    PanagradRegressor self() {
        return this;
    }

    /**
     * Trains a model.
     *
     * @throws io.github.panagrad.error.InvalidInputException if the data set cannot be learned from; the message says what to do
     * @throws io.github.panagrad.nn.DivergedException if the loss is no longer finite
     */
    @Override
    public PanagradRegressionModel fit(Dataset<?> data) {
        transformSchema(data.schema());
        PanagradRegressionModel model = new PanagradRegressionModel(uid(), train(data, Task.REGRESSION));
        copyValues(model, ParamMap.empty());
        model.setParent(this);
        return model;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        require(schema, Task.REGRESSION);
        return Answer.with(schema, getOrDefault(predictionCol()), DataTypes.DoubleType);
    }

    @Override
    public PanagradRegressor copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Returns the parameter of whether the values are trained on as they are, not standardised. */
    public BooleanParam rawTarget() {
        return rawTarget;
    }

    /** Returns the parameter of whether predictions may leave the range of the training rows' labels. */
    public BooleanParam extrapolate() {
        return extrapolate;
    }

    /** Sets whether the values are trained on as they are, not standardised. */
    public PanagradRegressor setRawTarget(boolean value) {
        return with(rawTarget, value);
    }

    /** Sets whether predictions may leave the range of the training rows' labels. */
    public PanagradRegressor setExtrapolate(boolean value) {
        return with(extrapolate, value);
    }

    /** Returns what reads an estimator that was saved. */
    public static MLReader<PanagradRegressor> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads an estimator that was saved. */
    public static PanagradRegressor load(String path) {
        return read().load(path);
    }
}
