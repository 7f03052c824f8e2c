package io.github.panagrad.cli.model;

import io.github.panagrad.cli.output.NumberText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Loss and accuracy in one line, all digits of them, so that two evaluations can be compared. */
public final class EvaluationText {
    /** By name, what is shown in one line; figures that cannot be computed are left out. */
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

    public static String oneLine(double loss, double accuracy) {
        return "loss " + loss
                + (Double.isNaN(accuracy) ? "" : ", accuracy " + accuracy + " (" + NumberText.percent(accuracy) + ")");
    }

    /** Returns the same, to be put behind other figures. */
    public static String more(Quality quality) {
        String figures = figures(quality);
        return figures.isEmpty() ? "" : ", " + figures;
    }

    /** Returns the figures that people look at first, besides loss and accuracy; empty if there are none. */
    public static String figures(Quality quality) {
        StringJoiner text = new StringJoiner(", ");
        SHOWN.forEach((name, label) -> {
            Double value = quality.figures().get(name);
            if (value != null && !Double.isNaN(value)) {
                text.add(String.format(Locale.ROOT, "%s %.4f", label, value));
            }
        });
        return text.toString();
    }
}
