package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say of a classifier's predictions, computed once. A value; threads may share it.
 *
 * @param samples the number of samples
 * @param isWeighted whether samples count by weights, everywhere but in {@code counts}
 * @param figures the metrics that can be computed from such predictions, by name, in the order of {@link Metrics#names()}; NaN
 *     where the samples do not define one
 * @param counts how many samples of each class were predicted to be of each, each sample counted as 1
 * @param classes a report on each class
 * @param calibration bins of the same width: of two classes class 1's probability, of more the predicted class's; absent for
 *     decision values
 * @param quantileCalibration the same with bins of the same number of samples
 * @param notes why figures are not defined, or leave something out; often empty
 */
public record ClassificationReport(
        int samples,
        boolean isWeighted,
        Map<String, Double> figures,
        ConfusionMatrix counts,
        List<ClassReport> classes,
        Optional<CalibrationCurve> calibration,
        Optional<CalibrationCurve> quantileCalibration,
        List<String> notes) {
    /** The points that a curve is drawn by. */
    private static final int CURVE_POINTS = 2000;

    private static final int CALIBRATION_BINS = 10;

    /** Copies maps and lists. */
    public ClassificationReport {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        classes = List.copyOf(classes);
        notes = List.copyOf(notes);
    }

    /**
     * How a class is told from all others.
     *
     * @param name as given, or its number
     * @param support the weight of its samples
     * @param precision the share of what was predicted to be of the class that is
     * @param recall the share of its samples that were predicted to be
     * @param f1 the harmonic mean of the two
     * @param roc the curve, of at most some 2000 points; {@link RocCurve#area} is that of all
     * @param precisionRecall the same
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
     * @param dtype the type they were computed in
     * @param classNames one for each class, or empty for their numbers
     * @throws MetricException if predictions, samples and names do not fit each other
     */
    public static ClassificationReport of(
            double[][] predictions, Dataset data, PredictionKind kind, DType dtype, List<String> classNames) {
        if (!kind.isClassification()) {
            throw new MetricException(
                    "a report on classes needs probabilities or decision values, found " + kind.text());
        }
        ClassifiedSamples samples = ClassifiedSamples.of(predictions, data, kind);
        if (!classNames.isEmpty() && classNames.size() != samples.classes) {
            throw new MetricException(
                    "there are " + samples.classes + " classes but " + classNames.size() + " names of classes");
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
                    RocCurve.of(ranking).thinned(CURVE_POINTS),
                    PrecisionRecallCurve.of(ranking).thinned(CURVE_POINTS)));
        }
        return new ClassificationReport(
                samples.size(),
                samples.weights != null,
                figures(samples, dtype, confusion, classes),
                ConfusionMatrix.of(samples, false),
                classes,
                Optional.ofNullable(calibration(samples, false)),
                Optional.ofNullable(calibration(samples, true)),
                notes(confusion, classes));
    }

    private static @Nullable CalibrationCurve calibration(ClassifiedSamples samples, boolean quantile) {
        return samples.kind == PredictionKind.PROBABILITIES
                ? Probabilities.calibration(samples, CALIBRATION_BINS, quantile)
                : null;
    }

    private static Map<String, Double> figures(
            ClassifiedSamples samples, DType dtype, ConfusionMatrix confusion, List<ClassReport> classes) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            if (figure.fits(samples.kind)) {
                figures.put(
                        figure.text,
                        switch (figure) {
                            case LOG_LOSS -> Probabilities.logLoss(samples, dtype);
                            case ACCURACY -> confusion.accuracy();
                            case BALANCED_ACCURACY -> confusion.balancedAccuracy();
                            case ROC_AUC -> mean(classes, true);
                            case PR_AUC -> mean(classes, false);
                            case F1 -> confusion.f1();
                            case MATTHEWS -> confusion.matthews();
                            case BRIER -> Probabilities.brier(samples);
                        });
            }
        }
        if (samples.kind == PredictionKind.PROBABILITIES) {
            figures.put(
                    CalibrationError.NAME,
                    Probabilities.calibration(samples, CalibrationError.USUAL_BINS, false)
                            .expectedError());
        }
        return figures;
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
                        ? "roc_auc and pr_auc are not defined"
                        : k == 0 ? "roc_auc is not defined" : "roc_auc is not defined, and pr_auc is 0";
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
