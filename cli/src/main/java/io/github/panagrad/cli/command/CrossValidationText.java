package io.github.panagrad.cli.command;

import io.github.panagrad.cli.model.EvaluationText;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.CrossValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The result of cross-validation. */
public final class CrossValidationText {
    private CrossValidationText() {}

    /**
     * Returns a row for each metric.
     *
     * @param positive the positive one of two classes
     */
    public static TextTable summary(CrossValidation result, Optional<String> positive) {
        TextTable table = new TextTable().row("metric", "mean", "std. dev.", "smallest", "largest");
        for (String name : result.names()) {
            CrossValidation.Summary summary = result.summary(name);
            table.row(
                    name + EvaluationText.about(name, positive),
                    number(summary.mean()),
                    number(summary.standardDeviation()),
                    number(summary.smallest()),
                    number(summary.largest()));
        }
        return table;
    }

    /** Returns a line for each metric that is undefined in some folds. */
    public static List<String> undefined(CrossValidation result) {
        List<String> lines = new ArrayList<>();
        for (String name : result.names()) {
            List<Integer> folds = undefinedFolds(result, name);
            if (!folds.isEmpty()) {
                lines.add(Quoted.bare(name) + " is undefined in fold" + (folds.size() == 1 ? " " : "s ")
                        + folds.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " of "
                        + result.folds().size() + ", so it has no mean");
            }
        }
        return lines;
    }

    /** Returns the folds in which a metric is undefined, counted from 1 over all repeats, as in their lines. */
    private static List<Integer> undefinedFolds(CrossValidation result, String name) {
        double[] values = result.values(name);
        return IntStream.range(0, values.length)
                .filter(f -> Double.isNaN(values[f]))
                .mapToObj(f -> f + 1)
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    /**
     * Returns everything as one object.
     *
     * @param positive the positive one of two classes
     */
    public static String json(CrossValidation result, Optional<String> positive) {
        return JsonText.object(json -> {
            if (positive.isPresent()) {
                json.writeStringField("positive_class", positive.get());
            }
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
                List<Integer> undefined = undefinedFolds(result, name);
                if (!undefined.isEmpty()) {
                    json.writeArrayFieldStart("undefined_in_folds");
                    for (int fold : undefined) {
                        json.writeNumber(fold);
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }
}
