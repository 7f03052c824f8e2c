package io.github.panagrad.report;

import io.github.panagrad.nn.metrics.CalibrationCurve;
import io.github.panagrad.nn.metrics.ClassificationReport;
import io.github.panagrad.nn.metrics.ConfusionMatrix;
import io.github.panagrad.report.page.Markup;
import io.github.panagrad.report.page.Numbers;
import io.github.panagrad.report.page.Tables;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Predictions against the truth, as sections of the page. For one thread. */
final class EvidenceSections {
    private static final int MOST_MISTAKES = 12;
    private static final int MOST_CLASSES = 20;

    /** With more classes the confusion table is easier to read without percentages and zeros. */
    private static final int FEW_CLASSES = 8;

    private static final double[] QUANTILES = {0.5, 0.75, 0.9, 0.95, 0.99, 1};

    private final Markup body;
    private final ReportPage page;

    EvidenceSections(Markup body, ReportPage page) {
        this.body = body;
        this.page = page;
    }

    void write(@Nullable Evidence evidence) {
        switch (evidence) {
            case Evidence.Classification classification -> write(classification);
            case Evidence.Regression regression -> write(regression);
            case null -> {}
        }
    }

    private void write(Evidence.Classification evidence) {
        page.section(body, "evidence", "Predicted and true classes");
        body.element("p", "On the " + evidence.part() + " rows.");
        ClassificationReport report = evidence.report();
        List<String> names = ClassificationDrawings.names(report);
        ConfusionMatrix table = report.counts();
        body.begin("div", "class", isFew(names) ? "beside" : "below");
        confusion(ConfusionCut.of(names, table));
        if (!isFew(names)) {
            body.begin("div", "class", "beside");
            mistakes(names, table);
        }
        classes(names, table);
        if (!isFew(names)) {
            body.end();
        }
        body.end();
        page.charts(body, List.of("roc", "precision-recall", "calibration"));
        areas(report);
        report.calibration().ifPresent(this::calibration);
        body.end();
    }

    private static boolean isFew(List<String> classes) {
        return classes.size() <= FEW_CLASSES;
    }

    private void confusion(ConfusionCut cut) {
        Tables.begin(body, "Confusion table", Tables.heads("true ↓ predicted →", cut.classes()));
        for (int a = 0; a < cut.classes().size(); a++) {
            body.begin("tr");
            body.element("th", cut.classes().get(a), "scope", "row");
            for (int p = 0; p < cut.classes().size(); p++) {
                double share = cut.share(a, p);
                body.begin(
                        "td",
                        "class",
                        a == p ? "number cell right" : "number cell",
                        "style",
                        // With many classes each mistake is a small share; the square root makes it visible.
                        String.format(
                                Locale.ROOT,
                                "--share:%.3f",
                                isFew(cut.classes()) || a == p ? share : Math.sqrt(share)));
                long count = cut.counts()[a][p];
                body.text(count == 0 && !isFew(cut.classes()) ? "·" : Numbers.count(count));
                if (isFew(cut.classes())) {
                    body.element("small", Numbers.percent(share));
                }
                body.end();
            }
            body.end();
        }
        Tables.end(body);
        if (cut.isCut()) {
            body.element("p", cut.summary(), "class", "small");
        }
    }

    /** Precision, recall and F1 of each class as in scikit-learn, but without a number where they are undefined. */
    private void classes(List<String> names, ConfusionMatrix table) {
        long[] predicted = new long[names.size()];
        long[] actual = new long[names.size()];
        long[] right = new long[names.size()];
        table.forEachCell((a, p, count) -> {
            actual[a] += Math.round(count);
            predicted[p] += Math.round(count);
            right[a] += a == p ? Math.round(count) : 0;
        });
        int[] shown = IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer k) -> names.size() <= MOST_CLASSES ? 0 : ratio(right[k], actual[k])))
                .limit(MOST_CLASSES)
                .mapToInt(Integer::intValue)
                .toArray();
        String caption = shown.length < names.size()
                ? "Metrics of the " + shown.length + " classes with the smallest recall, of " + names.size()
                : "Metrics of each class";
        Tables.begin(body, caption, Tables.heads("class", List.of("rows", "precision", "recall", "F1")));
        for (int k : shown) {
            Tables.row(
                    body,
                    names.get(k),
                    List.of(
                            Numbers.count(actual[k]),
                            Numbers.ratio(ratio(right[k], predicted[k])),
                            Numbers.ratio(ratio(right[k], actual[k])),
                            Numbers.ratio(ratio(2 * right[k], actual[k] + predicted[k]))));
        }
        Tables.end(body);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    private void mistakes(List<String> names, ConfusionMatrix table) {
        List<ConfusionCut.Mistake> mistakes = ConfusionCut.mistakes(table, MOST_MISTAKES);
        if (mistakes.isEmpty()) {
            return;
        }
        Tables.begin(
                body,
                "Most frequent mistakes",
                List.of(Tables.words("true class"), Tables.words("predicted class"), Tables.number("rows")));
        for (ConfusionCut.Mistake mistake : mistakes) {
            body.begin("tr");
            body.element("th", names.get(mistake.actual()), "scope", "row");
            body.element("td", names.get(mistake.predicted()));
            body.element("td", Numbers.count(mistake.rows()), "class", "number");
            body.end();
        }
        Tables.end(body);
    }

    private void areas(ClassificationReport report) {
        int classes = report.classes().size();
        if (classes > ClassificationDrawings.MOST_CURVES) {
            body.element(
                    "p",
                    "Each curve takes one class against all others; shown are the " + ClassificationDrawings.MOST_CURVES
                            + " classes with the smallest areas, of " + classes + ".",
                    "class",
                    "small");
        }
    }

    private void calibration(CalibrationCurve curve) {
        body.begin("details");
        body.element("summary", "Calibration in numbers");
        Tables.begin(body, "Calibration", Tables.heads("mean predicted", List.of("observed", "rows")));
        for (CalibrationCurve.Bin bin : curve.bins()) {
            Tables.row(
                    body,
                    Numbers.figure(bin.meanPrediction()),
                    List.of(Numbers.figure(bin.frequency()), Numbers.count(Math.round(bin.weight()))));
        }
        Tables.end(body);
        body.end();
    }

    private void write(Evidence.Regression evidence) {
        Residuals residuals = new Residuals(evidence);
        page.section(body, "evidence", "Predicted and true values");
        body.element(
                "p",
                "Of " + evidence.target() + ", on the " + evidence.part() + " rows: "
                        + Numbers.count(residuals.count()) + "."
                        + (residuals.leftOut() > 0
                                ? " " + Numbers.count(residuals.leftOut())
                                        + " more are left out, because the true value or the prediction is not finite."
                                : ""));
        page.charts(body, List.of("predicted-actual", "residuals", "residual-histogram"));
        if (residuals.count() > 0) {
            body.begin("div", "class", "beside");
            quantiles(residuals);
            groups(residuals);
            body.end();
        }
        body.end();
    }

    private void quantiles(Residuals residuals) {
        Tables.begin(body, "Absolute errors", Tables.heads("share of rows", List.of("error at most")));
        for (double quantile : QUANTILES) {
            Tables.row(body, Numbers.percent(quantile), List.of(Numbers.figure(residuals.absoluteQuantile(quantile))));
        }
        Tables.end(body);
    }

    private void groups(Residuals residuals) {
        Tables.begin(
                body,
                "Errors by true value",
                Tables.heads("from", List.of("to", "rows", "mean absolute error", "mean of true − predicted")));
        for (Residuals.Group group : residuals.byActual(10)) {
            Tables.row(
                    body,
                    Numbers.figure(group.from()),
                    List.of(
                            Numbers.figure(group.to()),
                            Numbers.count(group.rows()),
                            Numbers.figure(group.meanAbsolute()),
                            Numbers.figure(group.bias())));
        }
        Tables.end(body);
    }
}
