package io.github.panagrad.cli.tuning;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.model.EvaluationText;
import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.cli.options.OutputOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.signal.StopSignal;
import io.github.panagrad.cli.training.ModelOutput;
import io.github.panagrad.cli.training.Repetition;
import io.github.panagrad.cli.training.TimeLeft;
import io.github.panagrad.cli.training.Training;
import io.github.panagrad.cli.training.TrainingCheckpoints;
import io.github.panagrad.cli.training.TrainingFacts;
import io.github.panagrad.cli.training.TrainingOutcome;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.ensemble.EnsembleSelection;
import io.github.panagrad.report.HtmlReport;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.tune.Goal;
import io.github.panagrad.tune.Outcome;
import io.github.panagrad.tune.Study;
import io.github.panagrad.tune.StudySettings;
import io.github.panagrad.tune.Trial;
import io.github.panagrad.tune.TrialRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A search for options whose input was checked: trains the trials, and writes what is found into the folder of the study.
 *
 * @param folder of the study
 * @param settings of the study
 * @param space what is searched
 * @param data what was read
 * @param evaluated the samples on which trials are compared, without weights of classes
 * @param parts what each trial is trained on
 * @param metric what makes a trial better than another
 * @param loss what the networks are trained for
 * @param planner checks the options of trials
 * @param workers how many trials are trained at the same time
 * @param time how long it may take
 * @param isQuiet whether nothing but warnings is printed
 * @param classWeights one for each class, or empty if there are none
 * @param arguments of the program, as they were given
 */
public record Tuning(
        Console console,
        Path folder,
        StudySettings settings,
        TuningSpace space,
        LoadedData data,
        Dataset evaluated,
        List<TrialPart> parts,
        Monitor metric,
        Loss loss,
        TrialPlanner planner,
        int workers,
        Optional<TimeLeft> time,
        boolean isQuiet,
        Optional<String> classWeights,
        List<String> arguments) {
    private static final String TRIALS = "trials";
    private static final String MODEL = "model.safetensors";
    private static final String MODELS = "models";

    /** A trial with the best value that it has, told or not. */
    private record Candidate(TrialRecord trial, double value) {}

    /**
     * Runs it.
     *
     * @return the exit code of the process
     */
    public int run() throws IOException {
        Consumer<String> notice = message -> Messages.print(message, console.err());
        try (Study study = Study.open(folder, settings)) {
            start(study);
            AtomicBoolean stop = new AtomicBoolean();
            TrialRunner runner = new TrialRunner(planner, parts, metric, folder.resolve(TRIALS), notice);
            Search search = new Search(study, runner, workers, time, (trial, outcome) -> told(study, trial, outcome));
            OptionalInt stopped;
            try (StopSignal signal = new StopSignal(notice, () -> {
                stop.set(true);
                runner.requestStop();
            })) {
                search.run(stop);
                stopped = signal.exitCode();
            }
            runner.goOn();
            List<Candidate> best = best(study, search.undone());
            if (best.isEmpty()) {
                return nothing(study, stopped);
            }
            if (stopped.isPresent()) {
                line("stopped", "by a signal; the same command goes on");
            }
            finish(study, runner, best, notice);
            return stopped.orElse(ExitCode.DONE);
        }
    }

    private void line(String name, String text) {
        if (!isQuiet) {
            console.line(name, text);
        }
    }

    private void start(Study study) {
        line("data", data.describe());
        line(
                "search",
                settings.space().parameters().size() + " parameters by "
                        + settings.sampler().name() + " for the "
                        + (settings.goal() == Goal.MINIMIZE ? "least " : "greatest ") + metric.name() + ", "
                        + (settings.trials() == Integer.MAX_VALUE
                                ? "as many trials as there is time for"
                                : settings.trials() + " trials")
                        + ", " + workers + (workers == 1 ? " at a time, by 1 thread" : " at a time, each by 1 thread"));
        if (!study.trials().isEmpty()) {
            line("study", folder + " goes on after " + study.trials().size() + " trials");
        }
    }

    private void told(Study study, Trial trial, Outcome outcome) {
        String best = study.best(1).stream()
                .findFirst()
                .map(first -> NumberText.loss(first.value()) + " (" + first.number() + ")")
                .orElse("-");
        line(
                "trial " + trial.number(),
                switch (outcome) {
                    case Outcome.Paused(long epochs, double value) ->
                        NumberText.loss(value) + " after " + epochs + " epochs, best " + best + ": "
                                + options(trial.parameters());
                    case Outcome.Complete(long epochs, double value) ->
                        NumberText.loss(value) + " at its end after " + epochs + " epochs, best " + best + ": "
                                + options(trial.parameters());
                    case Outcome.Failed(String reason) -> "failed: " + reason + ": " + options(trial.parameters());
                });
    }

    private String options(Map<String, String> parameters) {
        Map<String, String> own = space.ownOptions(parameters);
        return own.isEmpty()
                ? "the defaults"
                : own.entrySet().stream()
                        .map(option -> option.getKey() + " " + option.getValue())
                        .collect(Collectors.joining(", "));
    }

    private List<Candidate> best(Study study, Map<Integer, Double> undone) {
        return study.trials().stream()
                .map(trial -> new Candidate(trial, undone.getOrDefault(trial.number(), trial.value())))
                .filter(candidate -> !candidate.trial.isFailed() && Double.isFinite(candidate.value))
                .sorted(Comparator.comparingDouble(
                        (Candidate candidate) -> settings.goal() == Goal.MINIMIZE ? candidate.value : -candidate.value))
                .limit(settings.finished())
                .toList();
    }

    private int nothing(Study study, OptionalInt stopped) {
        if (stopped.isPresent()) {
            line("stopped", "by a signal, before any trial had a value; the same command goes on");
            return stopped.getAsInt();
        }
        List<String> reasons = study.trials().stream()
                .flatMap(trial -> trial.last().stream())
                .filter(Outcome.Failed.class::isInstance)
                .map(outcome -> ((Outcome.Failed) outcome).reason())
                .toList();
        if (reasons.isEmpty()) {
            throw TimeLeft.tooShort();
        }
        Messages.print(
                "all " + reasons.size() + " trials failed, the first because: " + reasons.getFirst(), console.err());
        return ExitCode.FAILED;
    }

    /** Makes the model of the best trials, and writes all results. */
    private void finish(Study study, TrialRunner runner, List<Candidate> best, Consumer<String> notice)
            throws IOException {
        List<TrialNetworks> chosen = new ArrayList<>();
        try {
            for (Candidate candidate : best) {
                chosen.add(runner.networks(candidate.trial.number(), candidate.trial.parameters()));
            }
            int[] counts = counts(chosen);
            Quality held = Quality.of(
                    EnsembleSelection.mean(all(chosen), counts),
                    evaluated,
                    loss,
                    chosen.getFirst().networks().getFirst().dtype(),
                    data.pipeline());
            Candidate first = best.getFirst();
            line(
                    "best",
                    "trial " + first.trial.number() + ", " + metric.name() + " " + first.value + ": "
                            + options(first.trial.parameters()));
            if (best.size() > 1) {
                line("ensemble", ensemble(chosen, counts));
            }
            line(parts.size() > 1 ? "folds" : "validation", text(held));
            save(chosen, counts, held, notice);
            Repetition repetition =
                    new Repetition(arguments, chosen.getFirst().plan().config());
            repetition.write(folder);
            new StudyPages(settings, space, metric, undoneOf(best))
                    .of(study, folder)
                    .write(folder.resolve(HtmlReport.PAGE));
            line("report", folder.resolve(HtmlReport.PAGE).toString());
            line("again", Repetition.command(folder));
        } finally {
            chosen.forEach(TrialNetworks::close);
        }
    }

    private static Map<Integer, Double> undoneOf(List<Candidate> best) {
        return best.stream().collect(Collectors.toMap(candidate -> candidate.trial.number(), Candidate::value));
    }

    private static String text(Quality quality) {
        return EvaluationText.oneLine(quality.loss(), quality.evaluation().accuracy()) + EvaluationText.more(quality);
    }

    private static String ensemble(List<TrialNetworks> chosen, int[] counts) {
        return IntStream.range(0, counts.length)
                .filter(c -> counts[c] > 0)
                .mapToObj(c -> "trial " + chosen.get(c).trial() + " x " + counts[c])
                .collect(Collectors.joining(", "));
    }

    private int[] counts(List<TrialNetworks> chosen) {
        return chosen.size() == 1 ? new int[] {1} : EnsembleSelection.counts(all(chosen), evaluated, loss);
    }

    private static List<double[][]> all(List<TrialNetworks> chosen) {
        return chosen.stream().map(TrialNetworks::predictions).toList();
    }

    /** Saves the model, and with several trials the network of each of them as well. */
    private void save(List<TrialNetworks> chosen, int[] counts, Quality held, Consumer<String> notice)
            throws IOException {
        List<Network> networks = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            for (Network network :
                    counts[c] == 0 ? List.<Network>of() : chosen.get(c).networks()) {
                networks.add(network);
                weights.add((double) counts[c]);
            }
        }
        // The networks are closed by the caller.
        @SuppressWarnings("resource")
        Ensemble model = new Ensemble(networks, weights);
        Quality test = data.test() == null ? null : HeapRoom.evaluate(model, data.test(), data.pipeline(), workers);
        if (test != null) {
            line("test", text(test));
        }
        Path saved = ModelOutput.save(
                folder.resolve(MODEL), model, facts(chosen, counts, new TrainingOutcome(1, held, test)), notice);
        line("saved", saved + " (" + NumberText.bytes(Files.size(saved)) + ")");
        if (chosen.size() > 1) {
            Path models = Files.createDirectories(folder.resolve(MODELS));
            for (TrialNetworks one : chosen) {
                // The networks are closed by the caller.
                @SuppressWarnings("resource")
                Ensemble own = new Ensemble(one.networks());
                ModelOutput.save(
                        models.resolve("trial-" + one.trial() + ".safetensors"),
                        own,
                        facts(List.of(one), new int[] {1}, TrainingOutcome.none()),
                        notice);
            }
        }
    }

    private Map<String, String> facts(List<TrialNetworks> chosen, int[] counts, TrainingOutcome outcome) {
        TrialNetworks first = chosen.getFirst();
        PlannedTrial plan = first.plan();
        Training training = new Training(
                console,
                plan.request(),
                data,
                planner.memory(plan.request(), plan.spec()).memory(),
                planner.limit(),
                plan.spec(),
                planner.backend(),
                new Training.Course(
                        1, chosen.size(), plan.earlyStopping(), time, false, List.of(), TrainingCheckpoints.none()),
                new Training.Reporting(
                        OutputOptions.Mode.QUIET,
                        null,
                        null,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        classWeights,
                        false,
                        0,
                        plan.config().with("data", data.source().name()),
                        new Repetition(arguments, plan.config())));
        Map<String, String> facts = TrainingFacts.of(training, first.histories().getFirst(), outcome);
        if (parts.size() > 1) {
            facts.put("folds", String.valueOf(parts.size()));
        }
        if (chosen.size() > 1) {
            // Of each trial there are others.
            facts.keySet().removeAll(TrainingFacts.OF_A_RECIPE);
        }
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] > 0) {
                facts.put("trial." + chosen.get(c).trial(), String.valueOf(counts[c]));
            }
        }
        return facts;
    }
}
