package io.github.panagrad.cli.tuning;

import io.github.panagrad.cli.config.TrialArguments;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.cli.options.FoldEnsembleOptions;
import io.github.panagrad.cli.options.Preset;
import io.github.panagrad.cli.options.SearchOptions;
import io.github.panagrad.cli.options.StoppingOptions;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.training.TimeLeft;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tune.Goal;
import io.github.panagrad.tune.StudySettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a search is asked for: checks it, and makes a {@link Tuning} of it once the data is read.
 *
 * @param folder of the study
 * @param options of all trials
 * @param stopping when their trainings end early
 * @param search how options are searched
 * @param arguments as they were given
 * @param time how long it may take
 * @param isQuiet whether nothing but warnings is printed
 * @param typed the arguments of the program, for the page
 */
public record TuningPlan(
        Console console,
        Path folder,
        TrainingOptions options,
        StoppingOptions stopping,
        SearchOptions search,
        TrialArguments arguments,
        Optional<TimeLeft> time,
        boolean isQuiet,
        List<String> typed) {
    /** Requires a file of the space that can be read, and searches nothing that is given, before data is read. */
    public void requireSpace() {
        search.space().ifPresent(this::given);
    }

    private TuningSpace given(Path file) {
        TuningSpace space = SpaceFile.read(file);
        space.space().parameters().forEach(parameter -> {
            String option = space.option(parameter.name());
            if (arguments.gives(option)) {
                throw new InvalidInputException(
                        "--" + option + " is given, and searched by " + file + "; leave one of them out");
            }
        });
        return space;
    }

    private TuningSpace space(LoadedData data) {
        if (search.space().isPresent()) {
            return given(search.space().get());
        }
        TuningSpace space = data.source() instanceof DataSource.TableFiles && options.preset() != Preset.NONE
                ? BuiltInSpace.ofTables(data.training().targets() instanceof Targets.Labels)
                : BuiltInSpace.ofOthers();
        Set<String> given = new TreeSet<>(TuningSpace.SEARCHED);
        given.removeIf(option -> !arguments.gives(option));
        List<String> fixed = space.space().parameters().stream()
                .map(parameter -> space.option(parameter.name()))
                .filter(given::contains)
                .toList();
        if (fixed.size() == space.space().parameters().size()) {
            throw new InvalidInputException(
                    "all options that are searched by default are given, so that nothing is left to"
                            + " search; leave out some of them, or name others with --space");
        }
        if (!fixed.isEmpty() && !isQuiet) {
            Messages.print("NOTE: not searched, because given: --" + String.join(", --", fixed), console.err());
        }
        return space.without(given);
    }

    /**
     * Returns the search.
     *
     * @param raw what was read
     * @param asked what the options request
     * @param backend computes
     * @param facts the options on which the results depend
     * @throws InvalidInputException if the samples do not suffice, or the metric does not apply
     */
    public Tuning tuning(LoadedData raw, TrainingRequest asked, Backend backend, Map<String, String> facts) {
        LoadedData data = options.weights().weighted(raw);
        long seed = asked.config().execution().seed();
        List<TrialPart> parts = parts(raw, data, seed);
        Dataset evaluated = search.folds().isPresent() ? raw.training() : raw.held();
        if (search.folds().isEmpty()) {
            stopping.requireDefined(data);
            search.requireDefined(data);
        }
        TuningSpace space = space(data);
        int workers = asked.atOnce(backend);
        TrialPlanner planner =
                new TrialPlanner(arguments, space, data, search.folds(), backend, workers, MemoryLimit.find());
        // Of any trial, because none changes it.
        Loss loss =
                asked.forData(options, data, data.training().size()).spec(data).loss();
        Monitor metric = search.monitor(stopping, Optional.of(loss), asked.dtype());
        if (metric instanceof Monitor.ValidationAccuracy && !loss.isClassification()) {
            throw new InvalidInputException("--metric " + metric.name()
                    + " only applies to classes; choose validation_loss, or a metric such as r2");
        }
        HeapRoom.require((long) evaluated.size() * (search.finished() + 1), 1);
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("samples", data.training().fingerprint());
        if (data.validation() != null) {
            all.put("samples held back", data.held().fingerprint());
        }
        space.fixed().forEach((name, value) -> all.put("fixed." + name, value));
        for (Map.Entry<String, TuningSpace.Template> template :
                space.templates().entrySet()) {
            all.put(
                    "as." + template.getKey(),
                    template.getValue().option() + "=" + template.getValue().text());
        }
        StudySettings settings = StudySettings.of(
                        space.space(), metric.isHigherBetter() ? Goal.MAXIMIZE : Goal.MINIMIZE)
                .withSampler(search.sampler())
                .withSeed(seed)
                .withFirst(space.first())
                .withTrials(search.trials(time.isPresent()))
                .withFinished(search.finished())
                .withFacts(all);
        return new Tuning(
                console,
                folder,
                search.pruning().map(settings::withPruning).orElse(settings),
                space,
                data,
                evaluated,
                parts,
                metric,
                loss,
                planner,
                workers,
                time,
                isQuiet,
                options.weights().describe(data.training()),
                typed);
    }

    private List<TrialPart> parts(LoadedData raw, LoadedData data, long seed) {
        if (search.folds().isEmpty()) {
            Dataset held = raw.held();
            return List.of(new TrialPart(
                    "held-out",
                    data.training(),
                    held,
                    IntStream.range(0, held.size()).toArray()));
        }
        int count = search.folds().getAsInt();
        List<Fold> folds = FoldEnsembleOptions.divided(raw.training(), count, seed);
        return IntStream.range(0, folds.size())
                .mapToObj(f -> new TrialPart(
                        "fold-" + (f + 1),
                        data.training().subset(folds.get(f).training()),
                        raw.training().subset(folds.get(f).validation()),
                        folds.get(f).validation()))
                .toList();
    }
}
