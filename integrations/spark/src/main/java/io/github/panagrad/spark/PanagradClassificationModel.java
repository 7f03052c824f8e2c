package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.spark.estimator.Answer;
import io.github.panagrad.spark.estimator.StoredModel;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/** Predicts classes: adds the columns of scores, probabilities and predictions. Made by {@link PanagradClassifier}, or of a model file. */
public final class PanagradClassificationModel extends PanagradModel<PanagradClassificationModel> {
    static final String PROBABILITY_DOC =
            "the column of probabilities, vectors in the order of the model's classes; empty for none";
    static final String RAW_DOC =
            "the column of scores, vectors in the order of the model's classes: log-odds of two classes,"
                    + " logarithms of more probabilities; empty for none";

    private static final long serialVersionUID = 1;

    private final Param<String> probabilityCol;
    private final Param<String> rawPredictionCol;

    PanagradClassificationModel(String uid, byte[] model) {
        super(uid, model);
        probabilityCol = new Param<>(this, "probabilityCol", PROBABILITY_DOC);
        rawPredictionCol = new Param<>(this, "rawPredictionCol", RAW_DOC);
        setDefault(probabilityCol, "probability");
        setDefault(rawPredictionCol, "rawPrediction");
    }

    /**
     * Returns the model in a file that the command line, {@link io.github.panagrad.table.model.TableModel} or another estimator has
     * written. It predicts from columns with the names of those that it was trained on.
     *
     * @param file in any file system that Spark knows
     * @throws InvalidInputException if it cannot be read, is no model of a table, or predicts values or decision values
     */
    public static PanagradClassificationModel ofModelFile(String file) {
        PanagradClassificationModel model = new PanagradClassificationModel(
                Identifiable$.MODULE$.randomUID("panagradClassifier"), StoredModel.read(file));
        if (!(model.pipeline().target() instanceof FittedTarget.Classes)) {
            throw new InvalidInputException(
                    file + " predicts values, not classes; use PanagradRegressionModel.ofModelFile");
        }
        StoredModel.requireProbabilities(file, model.bytes());
        return model.with(
                model.featureCols(),
                model.pipeline().columns().stream().map(FittedColumn::name).toArray(String[]::new));
    }

    @Override
    PanagradClassificationModel self() {
        return this;
    }

    @Override
    Answer answer() {
        return new Answer(getOrDefault(rawPredictionCol), getOrDefault(probabilityCol), getOrDefault(predictionCol()));
    }

    /** Returns the classes as texts, in the order of the elements of probabilities; of two, the positive one is last. */
    public String[] classes() {
        return ((FittedTarget.Classes) pipeline().target()).classes().toArray(String[]::new);
    }

    @Override
    public PanagradClassificationModel copy(ParamMap extra) {
        return copied(new PanagradClassificationModel(uid(), bytes()), extra);
    }

    /** Returns the parameter of the column of probabilities. */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** Returns the parameter of the column of scores. */
    public Param<String> rawPredictionCol() {
        return rawPredictionCol;
    }

    /** Sets the column of probabilities, or an empty text for none. */
    public PanagradClassificationModel setProbabilityCol(String value) {
        return with(probabilityCol, value);
    }

    /** Sets the column of scores, or an empty text for none. */
    public PanagradClassificationModel setRawPredictionCol(String value) {
        return with(rawPredictionCol, value);
    }

    /** Returns what reads a model that was saved. */
    public static MLReader<PanagradClassificationModel> read() {
        return StoredModel.reader(PanagradClassificationModel.class, PanagradClassificationModel::new);
    }

    /** Reads a model that was saved. */
    public static PanagradClassificationModel load(String path) {
        return read().load(path);
    }
}
