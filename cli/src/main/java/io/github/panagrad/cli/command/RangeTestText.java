package io.github.panagrad.cli.command;

import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.nn.LearningRateRangeTest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The result of a learning-rate range test. */
public final class RangeTestText {
    private RangeTestText() {}

    /** Returns lines by their names. */
    public static Map<String, String> lines(LearningRateRangeTest result) {
        Map<String, String> lines = new LinkedHashMap<>();
        int steps = result.points().size();
        lines.put(
                "rates",
                rate(result.points().getFirst().rate()) + " to "
                        + rate(result.points().getLast().rate()) + " in " + steps + " steps"
                        + (result.hasDiverged() ? ", where the loss diverged" : ""));
        double least = result.points().stream()
                .mapToDouble(LearningRateRangeTest.Point::smoothedLoss)
                .min()
                .orElseThrow();
        lines.put(
                "least loss",
                String.format(Locale.ROOT, "%.4g", least) + " at a rate of " + rate(result.rateOfLeastLoss()));
        lines.put("steepest", "at a rate of " + rate(result.steepest()));
        lines.put("suggested", "--learning-rate " + rate(result.suggestion()));
        return lines;
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%.2g", rate);
    }

    /** Returns everything as one object. */
    public static String json(LearningRateRangeTest result) {
        return JsonText.object(json -> {
            JsonText.number(json, "suggestion", result.suggestion());
            JsonText.number(json, "steepest", result.steepest());
            JsonText.number(json, "rate_of_least_loss", result.rateOfLeastLoss());
            json.writeBooleanField("diverged", result.hasDiverged());
            json.writeArrayFieldStart("points");
            for (LearningRateRangeTest.Point point : result.points()) {
                json.writeStartObject();
                JsonText.number(json, "learning_rate", point.rate());
                JsonText.number(json, "loss", point.loss());
                JsonText.number(json, "smoothed_loss", point.smoothedLoss());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
