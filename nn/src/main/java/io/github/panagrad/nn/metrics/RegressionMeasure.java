package io.github.panagrad.nn.metrics;

/** The regression metrics without hyper-parameters. */
enum RegressionMeasure {
    R2("r2", true, "1 - sum (y - p)^2 / sum (y - mean y)^2, averaged over outputs"),
    MAE("mae", false, "mean |y - p|, averaged over outputs"),
    MSE("mse", false, "mean (y - p)^2, averaged over outputs"),
    RMSE("rmse", false, "root of the mean (y - p)^2 of an output, averaged over outputs"),
    MEDIAN_ABSOLUTE_ERROR("median_absolute_error", false, "median of |y - p|, averaged over outputs");

    final String text;
    final boolean isHigherBetter;
    final String formula;

    RegressionMeasure(String text, boolean isHigherBetter, String formula) {
        this.text = text;
        this.isHigherBetter = isHigherBetter;
        this.formula = formula;
    }

    double of(RegressionSamples samples) {
        return switch (this) {
            case R2 -> samples.mean(samples::r2);
            case MAE -> samples.mean(samples::meanAbsoluteError);
            case MSE -> samples.mean(samples::meanSquaredError);
            case RMSE -> samples.mean(output -> Math.sqrt(samples.meanSquaredError(output)));
            case MEDIAN_ABSOLUTE_ERROR -> samples.mean(samples::medianAbsoluteError);
        };
    }
}
