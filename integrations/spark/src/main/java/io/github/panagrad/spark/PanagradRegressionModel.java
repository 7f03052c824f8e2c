package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.spark.estimator.Answer;
import io.github.panagrad.spark.estimator.StoredModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/** Predicts values: adds a column in the units of the labels. Made by {@link PanagradRegressor}, or of a model file. */
public final class PanagradRegressionModel extends PanagradModel<PanagradRegressionModel> {
    private static final long serialVersionUID = 1;

    PanagradRegressionModel(String uid, byte[] model) {
        super(uid, model);
    }

    /**
     * Returns the model in a file that the command line, {@link io.github.panagrad.table.model.TableModel} or another estimator has
     * written. It predicts from columns with the names of those that it was trained on.
     *
     * @param file in any file system that Spark knows
     * @throws InvalidInputException if it cannot be read, is no model of a table, or predicts classes
     */
    public static PanagradRegressionModel ofModelFile(String file) {
        PanagradRegressionModel model = new PanagradRegressionModel(
                Identifiable$.MODULE$.randomUID("panagradRegressor"), StoredModel.read(file));
        if (!(model.pipeline().target() instanceof FittedTarget.Values)) {
            throw new InvalidInputException(
                    file + " predicts classes, not values; use PanagradClassificationModel.ofModelFile");
        }
        return model.with(
                model.featureCols(),
                model.pipeline().columns().stream().map(FittedColumn::name).toArray(String[]::new));
    }

    @Override
    PanagradRegressionModel self() {
        return this;
    }

    @Override
    Answer answer() {
        return new Answer("", "", getOrDefault(predictionCol()));
    }

    @Override
    public PanagradRegressionModel copy(ParamMap extra) {
        return copied(new PanagradRegressionModel(uid(), bytes()), extra);
    }

    /** Returns what reads a model that was saved. */
    public static MLReader<PanagradRegressionModel> read() {
        return StoredModel.reader(PanagradRegressionModel.class, PanagradRegressionModel::new);
    }

    /** Reads a model that was saved. */
    public static PanagradRegressionModel load(String path) {
        return read().load(path);
    }
}
