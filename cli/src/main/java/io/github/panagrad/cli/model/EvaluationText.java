package io.github.panagrad.cli.model;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.metrics.ClassificationReport;
import io.github.panagrad.table.model.Quality;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Loss and accuracy in one line, with all digits, so that two evaluations can be compared. */
public final class EvaluationText {
    /** The metrics of the short line, by name; those that cannot be computed are left out. */
    private static final Map<String, String> SHOWN = shown();

    private EvaluationText() {}

    private static Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("roc_auc", "ROC AUC");
        shown.put("r2", "R²");
        shown.put("mae", "MAE");
        shown.put("rmse", "RMSE");
        return shown;
    }

    /** Returns which class a metric is about, to be appended to it; empty if it is about all of them. */
    public static String about(String metric, Optional<String> positive) {
        return positive.filter(_ -> ClassificationReport.isAboutPositive(metric))
                .map(name -> " (positive: " + Quoted.bare(name) + ")")
                .orElse("");
    }

    public static String oneLine(double loss, double accuracy) {
        return "loss " + loss
                + (Double.isNaN(accuracy) ? "" : ", accuracy " + accuracy + " (" + NumberText.percent(accuracy) + ")");
    }

    /** Returns the same, to be appended to other metrics. */
    public static String more(Quality quality) {
        String metrics = metrics(quality);
        return metrics.isEmpty() ? "" : ", " + metrics;
    }

    /** Returns the metrics that people look at first, other than loss and accuracy; empty if there are none. */
    public static String metrics(Quality quality) {
        StringJoiner text = new StringJoiner(", ");
        SHOWN.forEach((name, label) -> {
            Double value = quality.metrics().get(name);
            if (value != null && !Double.isNaN(value)) {
                text.add(String.format(Locale.ROOT, "%s %.4f", label, value) + about(name, quality.positive()));
            }
        });
        return text.toString();
    }
}
