package io.github.panagrad.table.model;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.ensemble.PredictionLoss;
import io.github.panagrad.nn.metrics.ClassificationReport;
import io.github.panagrad.nn.metrics.RegressionReport;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quality of a model on samples: the loss it was trained for, and every metric, in the target's own units.
 *
 * @param evaluation loss and accuracy
 * @param samples the samples, their targets in their own units
 * @param predictions a row for each sample: probabilities or decision values, or values in the target's units
 * @param classes the report on a classifier, or null
 * @param values the report on a regression, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
public record Quality(
        Evaluation evaluation,
        Dataset samples,
        double[][] predictions,
        @Nullable ClassificationReport classes,
        @Nullable RegressionReport values) {
    /**
     * Evaluates a model. All predictions are kept on the heap.
     *
     * @param pipeline how the rows of a table became the samples, or empty if they are no table
     * @param threads for the evaluation; the result has the same bits for every number
     */
    public static Quality of(Ensemble model, Dataset data, Optional<Pipeline> pipeline, int threads) {
        try (Evaluator evaluator = new Evaluator(model, threads)) {
            NetworkSpec spec = model.spec();
            double[][] predictions = new double[data.size()][];
            Evaluation evaluation = evaluator.evaluate(data, predictions);
            return of(evaluation, predictions, data, spec.loss(), model.dtype(), pipeline);
        }
    }

    /**
     * Judges predictions that were made already.
     *
     * @param predictions a row for each sample, as the networks made them; values are replaced by those in the target's units
     */
    public static Quality of(
            double[][] predictions, Dataset data, Loss loss, DType dtype, Optional<Pipeline> pipeline) {
        double mean = PredictionLoss.mean(predictions, data, loss);
        Quality quality = of(new Evaluation(mean, Double.NaN, data.size()), predictions, data, loss, dtype, pipeline);
        double accuracy = quality.metrics().getOrDefault("accuracy", Double.NaN);
        return new Quality(
                new Evaluation(mean, accuracy, data.size()),
                quality.samples,
                predictions,
                quality.classes,
                quality.values);
    }

    private static Quality of(
            Evaluation evaluation,
            double[][] predictions,
            Dataset data,
            Loss loss,
            DType dtype,
            Optional<Pipeline> pipeline) {
        if (data.targets() instanceof Targets.Labels) {
            ClassificationReport report = ClassificationReport.of(
                    predictions,
                    data,
                    loss.predictionKind(),
                    dtype,
                    pipeline.map(Quality::classNames).orElse(List.of()));
            return new Quality(evaluation, data, predictions, report, null);
        }
        Dataset restored = data;
        if (pipeline.isPresent() && pipeline.get().target() instanceof FittedTarget.Values target) {
            restored = restored(data, target);
            for (double[] row : predictions) {
                row[0] = target.predict(row[0]);
            }
        }
        double level = loss instanceof PointLoss.Quantile quantile ? quantile.level() : 0.5;
        return new Quality(evaluation, restored, predictions, null, RegressionReport.of(predictions, restored, level));
    }

    /** Returns the names of the classes, or none for a regression. */
    public static List<String> classNames(Pipeline pipeline) {
        return pipeline.target() instanceof FittedTarget.Classes(String _, var _, List<String> classes)
                ? classes
                : List.of();
    }

    private static Dataset restored(Dataset data, FittedTarget.Values target) {
        Targets.Values trained = (Targets.Values) data.targets();
        double[][] values = new double[trained.count()][1];
        for (int r = 0; r < values.length; r++) {
            values[r][0] = target.restore(trained.value(r, 0));
        }
        Dataset restored = Dataset.of(data.features(), new Targets.Values(Dataset.table(values)));
        double[] weights = new double[values.length];
        for (int r = 0; r < weights.length; r++) {
            weights[r] = data.weight(r);
        }
        Dataset weighted = data.isWeighted() ? restored.withSampleWeights(weights) : restored;
        return weighted.subset(data.rows());
    }

    /** Returns the positive one of two classes. */
    public Optional<String> positive() {
        return Optional.ofNullable(classes).flatMap(ClassificationReport::positive);
    }

    /** Returns the loss, as it was trained for. */
    public double loss() {
        return evaluation.loss();
    }

    /** Returns every metric by its name. */
    public Map<String, Double> metrics() {
        ClassificationReport report = classes;
        RegressionReport regression = values;
        return report != null ? report.metrics() : regression != null ? regression.metrics() : Map.of();
    }
}
