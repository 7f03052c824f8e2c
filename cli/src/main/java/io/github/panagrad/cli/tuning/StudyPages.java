package io.github.panagrad.cli.tuning;

import io.github.panagrad.Panagrad;
import io.github.panagrad.cli.training.Repetition;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.report.StudyReport;
import io.github.panagrad.tune.HyperParameter;
import io.github.panagrad.tune.Outcome;
import io.github.panagrad.tune.Study;
import io.github.panagrad.tune.StudySettings;
import io.github.panagrad.tune.TrialRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes the page of a study.
 *
 * @param settings of the study
 * @param space what is searched
 * @param metric what makes a trial better than another
 * @param undone the values of trials that were stopped on their way, by their numbers
 */
record StudyPages(StudySettings settings, TuningSpace space, Monitor metric, Map<Integer, Double> undone) {
    private static final String IMPORTANCE =
            "For each parameter alone: the share of the variance of the values' ranks that is between groups of trials with the"
                    + " same choice, or with numbers from the same quarter of those tried: ε² = 1 − (SSW / (n − k)) / (SST / (n − 1)),"
                    + " with n trials in k groups, SSW the sum of squares within the groups, and SST that of all (docs/tune.md)."
                    + " It does not see what parameters do together, and with few trials it is rough.";

    StudyReport of(Study study, Path folder) {
        return new StudyReport(
                folder.toAbsolutePath().getFileName() + ": " + metric.name(),
                "panagrad " + Panagrad.version(),
                metric.name(),
                metric.isHigherBetter(),
                settings.space().parameters().stream().map(StudyPages::axis).toList(),
                study.trials().stream().map(this::trial).toList(),
                study.importance(),
                IMPORTANCE,
                Repetition.command(folder));
    }

    private static StudyReport.Axis axis(HyperParameter parameter) {
        return switch (parameter) {
            case HyperParameter.Range range ->
                new StudyReport.Axis(range.name(), List.of(), range.low(), range.high(), range.isLogarithmic());
            case HyperParameter.Choice choice -> new StudyReport.Axis(choice.name(), choice.values(), 0, 1, false);
        };
    }

    private StudyReport.Trial trial(TrialRecord trial) {
        return new StudyReport.Trial(
                trial.number(),
                trial.parameters(),
                undone.getOrDefault(trial.number(), trial.value()),
                trial.resource(),
                switch (trial.last().orElse(null)) {
                    case Outcome.Paused _ -> "paused";
                    case Outcome.Complete _ -> "complete";
                    case Outcome.Failed(String reason) -> "failed: " + reason;
                    case null -> "stopped on its way";
                });
    }
}
