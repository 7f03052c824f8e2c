package io.github.panagrad.cli.command;

import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.nn.CrossValidation;
import java.util.Locale;
import java.util.Map;

/** The result of cross-validation. */
public final class CrossValidationText {
    private CrossValidationText() {}

    /** Returns a row for each metric. */
    public static TextTable summary(CrossValidation result) {
        TextTable table = new TextTable().row("metric", "mean", "std. dev.", "smallest", "largest");
        for (String name : result.names()) {
            CrossValidation.Summary summary = result.summary(name);
            table.row(
                    name,
                    number(summary.mean()),
                    number(summary.standardDeviation()),
                    number(summary.smallest()),
                    number(summary.largest()));
        }
        return table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    /** Returns everything as one object. */
    public static String json(CrossValidation result) {
        return JsonText.object(json -> {
            json.writeArrayFieldStart("folds");
            for (CrossValidation.FoldResult fold : result.folds()) {
                json.writeStartObject();
                json.writeNumberField("repeat", fold.fold().repeat() + 1);
                json.writeNumberField("fold", fold.fold().number() + 1);
                json.writeNumberField("training_samples", fold.fold().training().length);
                json.writeNumberField("validation_samples", fold.fold().validation().length);
                for (Map.Entry<String, Double> metric : fold.metrics().entrySet()) {
                    JsonText.number(json, metric.getKey(), metric.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("summary");
            for (String name : result.names()) {
                CrossValidation.Summary summary = result.summary(name);
                json.writeObjectFieldStart(name);
                JsonText.number(json, "mean", summary.mean());
                JsonText.number(json, "standard_deviation", summary.standardDeviation());
                JsonText.number(json, "smallest", summary.smallest());
                JsonText.number(json, "largest", summary.largest());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }
}
