package io.github.panagrad.cli.training;

import io.github.panagrad.Panagrad;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.model.EvaluationText;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.metrics.ClassificationReport;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.report.DataSummary;
import io.github.panagrad.report.DecisionSurface;
import io.github.panagrad.report.Evidence;
import io.github.panagrad.report.HtmlReport;
import io.github.panagrad.report.ImportanceTable;
import io.github.panagrad.report.LearningCurves;
import io.github.panagrad.report.MetricTable;
import io.github.panagrad.report.PermutationImportance;
import io.github.panagrad.report.Timing;
import io.github.panagrad.report.TrainingReport;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.table.pipeline.ColumnTable;
import io.github.panagrad.table.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the report about a training.
 *
 * @param model what was trained
 * @param history of its last network
 * @param outcome its quality
 */
record TrainingReporter(Training training, Ensemble model, History history, TrainingOutcome outcome) {
    /** The samples shown on a plane of two inputs. */
    private static final int SURFACE_POINTS = 2000;

    private static final int SURFACE_RESOLUTION = 160;

    /**
     * Writes it.
     *
     * @param folder where to
     * @param heldOut predicts training samples by networks that have not seen them, where there are such
     */
    void write(Path folder, double fitSeconds, double evaluateSeconds, Optional<HeldOutPredictor> heldOut)
            throws IOException {
        Training.Reporting reporting = training.reporting();
        Quality shown = outcome.test().or(outcome::validation).orElse(null);
        String part = outcome.test().isPresent() ? "test" : "validation";
        try (Predictor predictor = new Predictor(model)) {
            TrainingReport report = TrainingReport.titled(
                            "Training on " + data().source().name())
                    .version("panagrad " + Panagrad.version())
                    .command(reporting.repetition().commands(folder))
                    .configuration(reporting.config().asMap())
                    .data(summary())
                    .curves(new LearningCurves(history.epochs(), bestEpoch()))
                    .metrics(metrics())
                    .evidence(shown == null ? null : evidence(shown, part))
                    .importance(shown == null ? null : importance(predictor, shown, heldOut))
                    .surface(surface(predictor))
                    .timing(new Timing(reporting.readSeconds(), fitSeconds, evaluateSeconds))
                    .memory(memory())
                    .build();
            HtmlReport.write(report, folder);
            reporting.repetition().write(folder);
        }
    }

    private LoadedData data() {
        return training.data();
    }

    private DataSummary summary() {
        List<DataSummary.Part> parts = new ArrayList<>();
        String source = data().source().name();
        parts.add(new DataSummary.Part("training", source, data().training().size()));
        Dataset validation = data().validation();
        if (validation != null) {
            parts.add(new DataSummary.Part("validation", source, validation.size()));
        }
        Dataset test = data().test();
        if (test != null) {
            parts.add(new DataSummary.Part("test", source, test.size()));
        }
        ColumnTable columns = data().columns();
        return columns == null
                ? new DataSummary(parts, List.of(), List.of())
                : new DataSummary(
                        parts,
                        columns.rows().stream()
                                .map(row -> new DataSummary.Column(
                                        row.column(),
                                        row.readAs(),
                                        row.valuesText(),
                                        row.missingText(),
                                        row.became(),
                                        row.why(),
                                        row.notesText()))
                                .toList(),
                        columns.notes());
    }

    private OptionalInt bestEpoch() {
        return training.course()
                .earlyStopping()
                .map(rule -> {
                    boolean higher = rule.monitor().isHigherBetter();
                    EpochMetrics best = null;
                    for (EpochMetrics epoch : history.epochs()) {
                        double value = rule.monitor().of(epoch);
                        if (best == null
                                || (higher
                                        ? value > rule.monitor().of(best)
                                        : value < rule.monitor().of(best))) {
                            best = epoch;
                        }
                    }
                    return best == null ? OptionalInt.empty() : OptionalInt.of(best.epoch());
                })
                .orElse(OptionalInt.empty());
    }

    private MetricTable metrics() {
        Map<String, Quality> parts = new LinkedHashMap<>();
        outcome.validation().ifPresent(quality -> parts.put("validation", quality));
        outcome.test().ifPresent(quality -> parts.put("test", quality));
        if (parts.isEmpty()) {
            EpochMetrics last = history.last();
            List<MetricTable.Row> rows = new ArrayList<>();
            rows.add(new MetricTable.Row("loss", List.of(last.trainLoss())));
            if (!Double.isNaN(last.trainAccuracy())) {
                rows.add(new MetricTable.Row("accuracy", List.of(last.trainAccuracy())));
            }
            return new MetricTable(List.of("training"), rows);
        }
        List<MetricTable.Row> rows = new ArrayList<>();
        rows.add(new MetricTable.Row(
                "loss", parts.values().stream().map(Quality::loss).toList()));
        Quality first = parts.values().iterator().next();
        for (String name : first.metrics().keySet()) {
            rows.add(new MetricTable.Row(
                    name + EvaluationText.about(name, first.positive()),
                    parts.values().stream()
                            .map(quality -> quality.metrics().getOrDefault(name, Double.NaN))
                            .toList()));
        }
        return new MetricTable(List.copyOf(parts.keySet()), rows);
    }

    private Evidence evidence(Quality quality, String part) {
        ClassificationReport report = quality.classes();
        if (report == null) {
            Targets.Values targets = (Targets.Values) quality.samples().targets();
            double[] actual = IntStream.range(0, quality.samples().size())
                    .mapToDouble(i -> targets.value(quality.samples().row(i), 0))
                    .toArray();
            double[] predicted = new double[actual.length];
            for (int i = 0; i < predicted.length; i++) {
                predicted[i] = quality.predictions()[i][0];
            }
            String target = data().pipeline().map(p -> p.target().name()).orElse("target");
            return new Evidence.Regression(part, target, actual, predicted);
        }
        return new Evidence.Classification(part, report);
    }

    private @Nullable ImportanceTable importance(
            Predictor predictor, Quality quality, Optional<HeldOutPredictor> heldOut) {
        Pipeline pipeline = data().preprocessing();
        if (pipeline == null) {
            return null;
        }
        Map<String, int[]> groups = new LinkedHashMap<>();
        for (Pipeline.Group group : pipeline.groups()) {
            if (group.count() > 0) {
                groups.put(
                        group.column(),
                        IntStream.range(group.from(), group.from() + group.count())
                                .toArray());
            }
        }
        Metric metric = quality.classes() == null ? Metrics.byName("r2") : Metrics.byName("accuracy");
        // In the network's own units, as its predictions are; R² is the same in all units.
        Dataset samples = data().test() != null ? data().test() : data().validation();
        PermutationImportance importance =
                PermutationImportance.seeded(training.config().execution().seed());
        if (samples != null) {
            return importance.of(predictor::predict, samples, groups, metric);
        }
        return heldOut.map(own -> importance.of(own, own.samples(), groups, metric))
                .orElse(null);
    }

    private @Nullable DecisionSurface surface(Predictor predictor) {
        boolean isPlane = data().source() instanceof DataSource.Generated
                && data().training().columns() == 2
                && data().training().targets() instanceof Targets.Labels;
        if (!isPlane) {
            return null;
        }
        Dataset samples = data().training();
        Targets.Labels labels = (Targets.Labels) samples.targets();
        int count = Math.min(SURFACE_POINTS, samples.size());
        double[][] points = new double[count][];
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            int row = samples.row((int) ((long) i * samples.size() / count));
            points[i] = new double[] {
                samples.features().get(row, 0), samples.features().get(row, 1)
            };
            classes[i] = labels.label(row);
        }
        UnaryOperator<double[][]> predict = predictor::predict;
        return DecisionSurface.of(
                predict,
                List.of("x", "y"),
                IntStream.range(0, labels.classes()).mapToObj(String::valueOf).toList(),
                points,
                classes,
                SURFACE_RESOLUTION);
    }

    private Map<String, Long> memory() {
        Map<String, Long> bytes = new LinkedHashMap<>(training.memory().parts());
        bytes.put("total", training.memory().total());
        return bytes;
    }
}
