package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All metrics, curves and tables of a classifier's predictions, computed once. A value; threads may share it.
 *
 * @param samples the number of samples
 * @param isWeighted whether samples are weighted, everywhere except in {@code counts}
 * @param metrics the metrics that can be computed from such predictions, by name, in the order of
 *     {@link Metrics#names()}; NaN where a metric is undefined for the samples
 * @param counts the confusion matrix, in which each sample counts as 1
 * @param classes a report for each class
 * @param calibration the calibration curve with bins of equal width: for two classes of the probability of class 1, for
 *     more of the predicted class; absent for decision values
 * @param quantileCalibration the same with bins of equal numbers of samples
 * @param notes why metrics are undefined or exclude something; often empty
 */
public record ClassificationReport(
        int samples,
        boolean isWeighted,
        Map<String, Double> metrics,
        ConfusionMatrix counts,
        List<ClassReport> classes,
        Optional<CalibrationCurve> calibration,
        Optional<CalibrationCurve> quantileCalibration,
        List<String> notes) {
    /** The approximate maximum number of points of a curve. */
    private static final int CURVE_POINTS = 2000;

    private static final int CALIBRATION_BINS = 10;

    /** The metrics that are about one of two classes: of the other one they have, or may have, another value. */
    private static final Set<String> ABOUT_POSITIVE = Set.of(
            ClassificationMeasure.ROC_AUC.text, ClassificationMeasure.PR_AUC.text, ClassificationMeasure.F1.text);

    /** Copies maps and lists. */
    public ClassificationReport {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        classes = List.copyOf(classes);
        notes = List.copyOf(notes);
    }

    /**
     * How well a class is distinguished from all others.
     *
     * @param name the given name, or the number of the class
     * @param support the total weight of its samples
     * @param precision the share of samples predicted as the class that belong to it
     * @param recall the share of the class's samples that are predicted as the class
     * @param f1 the harmonic mean of the two
     * @param roc the ROC curve, downsampled to about 2000 points; {@link RocCurve#area} is that of all points
     * @param precisionRecall the precision-recall curve, likewise
     */
    public record ClassReport(
            String name,
            double support,
            double precision,
            double recall,
            double f1,
            RocCurve roc,
            PrecisionRecallCurve precisionRecall) {}

    /**
     * Computes everything.
     *
     * @param predictions a row for each sample; read
     * @param data the samples, in the same order
     * @param kind what the predictions are
     * @param dtype the element type they were computed in
     * @param classNames one name for each class, or empty to use their numbers
     * @throws MetricException if predictions, samples and names do not match
     */
    public static ClassificationReport of(
            double[][] predictions, Dataset data, PredictionKind kind, DType dtype, List<String> classNames) {
        if (!kind.isClassification()) {
            throw new MetricException(
                    "a classification report needs probabilities or decision values, found " + kind.text());
        }
        ClassificationSamples samples = ClassificationSamples.of(predictions, data, kind);
        if (!classNames.isEmpty() && classNames.size() != samples.classes) {
            throw new MetricException(
                    "there are " + samples.classes + " classes but " + classNames.size() + " class names");
        }
        ConfusionMatrix confusion = ConfusionMatrix.of(samples, true);
        List<ClassReport> classes = new ArrayList<>();
        for (int k = 0; k < samples.classes; k++) {
            Ranking ranking = samples.ranking(k);
            classes.add(new ClassReport(
                    classNames.isEmpty() ? String.valueOf(k) : classNames.get(k),
                    confusion.support(k),
                    confusion.precision(k),
                    confusion.recall(k),
                    confusion.f1(k),
                    RocCurve.of(ranking).downsampled(CURVE_POINTS),
                    PrecisionRecallCurve.of(ranking).downsampled(CURVE_POINTS)));
        }
        return new ClassificationReport(
                samples.size(),
                samples.weights != null,
                metrics(samples, dtype, confusion, classes),
                ConfusionMatrix.of(samples, false),
                classes,
                Optional.ofNullable(calibration(samples, false)),
                Optional.ofNullable(calibration(samples, true)),
                notes(confusion, classes));
    }

    /** Returns the name of the positive class, or nothing if there are more than two classes. */
    public Optional<String> positive() {
        return classes.size() == 2 ? Optional.of(classes.get(1).name()) : Optional.empty();
    }

    /** Returns whether a metric of two classes is about the positive one. */
    public static boolean isAboutPositive(String metric) {
        return ABOUT_POSITIVE.contains(metric);
    }

    private static @Nullable CalibrationCurve calibration(ClassificationSamples samples, boolean quantile) {
        return samples.kind == PredictionKind.PROBABILITIES
                ? ProbabilityMetrics.calibration(samples, CALIBRATION_BINS, quantile)
                : null;
    }

    private static Map<String, Double> metrics(
            ClassificationSamples samples, DType dtype, ConfusionMatrix confusion, List<ClassReport> classes) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (ClassificationMeasure measure : ClassificationMeasure.values()) {
            if (measure.fits(samples.kind)) {
                metrics.put(
                        measure.text,
                        switch (measure) {
                            case LOG_LOSS -> ProbabilityMetrics.logLoss(samples, dtype);
                            case ACCURACY -> confusion.accuracy();
                            case BALANCED_ACCURACY -> confusion.balancedAccuracy();
                            case ROC_AUC -> mean(classes, true);
                            case PR_AUC -> mean(classes, false);
                            case F1 -> confusion.f1();
                            case MATTHEWS -> confusion.matthews();
                            case BRIER -> ProbabilityMetrics.brier(samples);
                        });
            }
        }
        if (samples.kind == PredictionKind.PROBABILITIES) {
            metrics.put(
                    CalibrationError.NAME,
                    ProbabilityMetrics.calibration(samples, CalibrationError.DEFAULT_BINS, false)
                            .expectedError());
        }
        return metrics;
    }

    private static double mean(List<ClassReport> classes, boolean roc) {
        if (classes.size() == 2) {
            return area(classes.get(1), roc);
        }
        return classes.stream()
                .mapToDouble(report -> report.support() == 0 ? Double.NaN : area(report, roc))
                .average()
                .orElse(Double.NaN);
    }

    private static double area(ClassReport report, boolean roc) {
        return roc ? report.roc().area() : report.precisionRecall().averagePrecision();
    }

    private static List<String> notes(ConfusionMatrix confusion, List<ClassReport> classes) {
        List<String> notes = new ArrayList<>();
        for (int k = 0; k < classes.size(); k++) {
            if (confusion.support(k) == 0) {
                String lacking = "no sample is of class " + classes.get(k).name() + ": ";
                String consequence = classes.size() > 2
                        ? "roc_auc and pr_auc are undefined"
                        : k == 0 ? "roc_auc is undefined" : "roc_auc is undefined, and pr_auc is 0";
                notes.add(lacking + consequence + "; balanced_accuracy leaves the class out");
            }
            if (confusion.support(k) > 0 && confusion.predicted(k) == 0) {
                notes.add("no sample is predicted to be of class "
                        + classes.get(k).name() + ": its precision and F1 are taken to be 0");
            }
        }
        return notes;
    }
}
