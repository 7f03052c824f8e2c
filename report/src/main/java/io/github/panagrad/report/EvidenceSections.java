package io.github.panagrad.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Predictions against the truth, as sections of the page. For one thread. */
final class EvidenceSections {
    private static final int MOST_MISTAKES = 12;
    private static final int MOST_CLASSES = 50;
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
        long[][] table = evidence.confusion();
        if (table != null) {
            body.begin("div", "class", "beside");
            confusion(ConfusionCut.of(evidence.classes(), table));
            classes(evidence.classes(), table);
            body.end();
            if (evidence.classes().size() > 3) {
                mistakes(evidence.classes(), table);
            }
        }
        page.charts(body, List.of("roc", "precision-recall", "calibration"));
        areas(evidence);
        calibration(evidence.calibration());
        body.end();
    }

    private void confusion(ConfusionCut cut) {
        List<String> heads = new ArrayList<>(List.of("true ↓ predicted →"));
        heads.addAll(cut.classes());
        Tables.begin(body, "Confusion table", heads);
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
                        String.format(Locale.ROOT, "--share:%.3f", share));
                body.text(Numbers.count(cut.counts()[a][p]));
                body.element("small", Numbers.percent(share));
                body.end();
            }
            body.end();
        }
        Tables.end(body);
        if (cut.isCut()) {
            body.element("p", cut.summary(), "class", "small");
        }
    }

    /** Precision, recall and F1 of each class as scikit-learn has them, but without a number where they are not defined. */
    private void classes(List<String> names, long[][] table) {
        long[] predicted = new long[names.size()];
        long[] actual = new long[names.size()];
        for (int a = 0; a < table.length; a++) {
            for (int p = 0; p < table.length; p++) {
                actual[a] += table[a][p];
                predicted[p] += table[a][p];
            }
        }
        int[] shown = IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer k) -> names.size() <= MOST_CLASSES ? 0 : ratio(table[k][k], actual[k])))
                .limit(MOST_CLASSES)
                .mapToInt(Integer::intValue)
                .toArray();
        Tables.begin(body, "Figures of each class", List.of("class", "rows", "precision", "recall", "F1"));
        for (int k : shown) {
            Tables.row(
                    body,
                    names.get(k),
                    List.of(
                            Numbers.count(actual[k]),
                            Numbers.figure(ratio(table[k][k], predicted[k])),
                            Numbers.figure(ratio(table[k][k], actual[k])),
                            Numbers.figure(ratio(2 * table[k][k], actual[k] + predicted[k]))));
        }
        Tables.end(body);
        if (shown.length < names.size()) {
            body.element(
                    "p",
                    "The " + shown.length + " classes with the smallest recall, of " + names.size() + ".",
                    "class",
                    "small");
        }
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    private void mistakes(List<String> names, long[][] table) {
        List<ConfusionCut.Mistake> mistakes = ConfusionCut.mistakes(table, MOST_MISTAKES);
        if (mistakes.isEmpty()) {
            return;
        }
        Tables.begin(body, "Most frequent mistakes", List.of("true class", "predicted class", "rows"));
        for (ConfusionCut.Mistake mistake : mistakes) {
            body.begin("tr");
            body.element("th", names.get(mistake.actual()), "scope", "row");
            body.element("td", names.get(mistake.predicted()));
            body.element("td", Numbers.count(mistake.rows()), "class", "number");
            body.end();
        }
        Tables.end(body);
    }

    private void areas(Evidence.Classification evidence) {
        int most = Math.max(evidence.roc().size(), evidence.precisionRecall().size());
        if (most > ClassificationDrawings.MOST_CURVES) {
            body.element(
                    "p",
                    "Each curve takes one class against all others; shown are the "
                            + ClassificationDrawings.MOST_CURVES + " classes with the smallest areas, of " + most + ".",
                    "class",
                    "small");
        }
    }

    private void calibration(List<Evidence.CalibrationBin> bins) {
        if (bins.isEmpty()) {
            return;
        }
        body.begin("details");
        body.element("summary", "Calibration in numbers");
        Tables.begin(body, "Calibration", List.of("mean predicted", "observed", "rows"));
        for (Evidence.CalibrationBin bin : bins) {
            Tables.row(
                    body,
                    Numbers.figure(bin.predicted()),
                    List.of(Numbers.figure(bin.observed()), Numbers.count(bin.rows())));
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
        Tables.begin(body, "Absolute errors", List.of("share of rows", "error at most"));
        for (double quantile : QUANTILES) {
            Tables.row(
                    body,
                    Numbers.percent(quantile),
                    List.of(Numbers.figure(residuals.absoluteQuantile(quantile))));
        }
        Tables.end(body);
    }

    private void groups(Residuals residuals) {
        Tables.begin(
                body, "Errors by true value", List.of("from", "to", "rows", "mean absolute error", "mean of true − predicted"));
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
