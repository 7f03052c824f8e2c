package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.DType;

/**
 * A figure for classifiers.
 *
 * @param kind what the predictions are
 * @param dtype the type they were computed in
 */
record ClassificationMetric(ClassificationFigure figure, PredictionKind kind, DType dtype) implements Metric {
    @Override
    public String name() {
        return figure.text;
    }

    @Override
    public boolean isHigherBetter() {
        return figure.isHigherBetter;
    }

    @Override
    public String formula() {
        return figure.formula;
    }

    @Override
    public boolean fits(PredictionKind other) {
        return figure.fits(other);
    }

    @Override
    public double of(double[][] predictions, Dataset data) {
        ClassifiedSamples samples = ClassifiedSamples.of(predictions, data, kind);
        return switch (figure) {
            case LOG_LOSS -> Probabilities.logLoss(samples, dtype);
            case BRIER -> Probabilities.brier(samples);
            case ACCURACY -> ConfusionMatrix.of(samples, true).accuracy();
            case BALANCED_ACCURACY -> ConfusionMatrix.of(samples, true).balancedAccuracy();
            case F1 -> ConfusionMatrix.of(samples, true).f1();
            case MATTHEWS -> ConfusionMatrix.of(samples, true).matthews();
            case ROC_AUC, PR_AUC -> ranked(samples);
        };
    }

    private double ranked(ClassifiedSamples samples) {
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
        return figure == ClassificationFigure.ROC_AUC ? ranking.rocAuc() : ranking.averagePrecision();
    }
}
