package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.DType;

/**
 * A classification metric.
 *
 * @param kind what the predictions are
 * @param dtype the element type they were computed in
 */
record ClassificationMetric(ClassificationMeasure measure, PredictionKind kind, DType dtype) implements Metric {
    @Override
    public String name() {
        return measure.text;
    }

    @Override
    public boolean isHigherBetter() {
        return measure.isHigherBetter;
    }

    @Override
    public String formula() {
        return measure.formula;
    }

    @Override
    public boolean fits(PredictionKind other) {
        return measure.fits(other);
    }

    @Override
    public boolean isDefinedFor(Dataset data) {
        return switch (measure) {
            case ROC_AUC, PR_AUC -> !(data.targets() instanceof Targets.Labels labels) || hasEveryClass(data, labels);
            case LOG_LOSS, ACCURACY, BALANCED_ACCURACY, F1, MATTHEWS, BRIER -> true;
        };
    }

    private static boolean hasEveryClass(Dataset data, Targets.Labels labels) {
        boolean[] isThere = new boolean[labels.classes()];
        for (int i = 0; i < data.size(); i++) {
            isThere[labels.label(data.row(i))] |= data.weight(data.row(i)) > 0;
        }
        for (boolean there : isThere) {
            if (!there) {
                return false;
            }
        }
        return true;
    }

    @Override
    public double of(double[][] predictions, Dataset data) {
        ClassificationSamples samples = ClassificationSamples.of(predictions, data, kind);
        return switch (measure) {
            case LOG_LOSS -> ProbabilityMetrics.logLoss(samples, dtype);
            case BRIER -> ProbabilityMetrics.brier(samples);
            case ACCURACY -> ConfusionMatrix.of(samples, true).accuracy();
            case BALANCED_ACCURACY -> ConfusionMatrix.of(samples, true).balancedAccuracy();
            case F1 -> ConfusionMatrix.of(samples, true).f1();
            case MATTHEWS -> ConfusionMatrix.of(samples, true).matthews();
            case ROC_AUC, PR_AUC -> ranked(samples);
        };
    }

    private double ranked(ClassificationSamples samples) {
        if (samples.classes == 2) {
            return area(samples.ranking(1));
        }
        double sum = 0;
        for (int k = 0; k < samples.classes; k++) {
            Ranking ranking = samples.ranking(k);
            sum += ranking.positives() == 0 ? Double.NaN : area(ranking);
        }
        return sum / samples.classes;
    }

    private double area(Ranking ranking) {
        return measure == ClassificationMeasure.ROC_AUC ? ranking.rocAuc() : ranking.averagePrecision();
    }
}
