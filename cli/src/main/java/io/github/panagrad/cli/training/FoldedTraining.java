package io.github.panagrad.cli.training;

import io.github.panagrad.cli.data.SmallClasses;
import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.cli.options.FoldEnsembleOptions;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.signal.StopSignal;
import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.ensemble.EnsembleSelection;
import io.github.panagrad.nn.ensemble.FoldTraining;
import io.github.panagrad.nn.ensemble.FoldedNetworks;
import io.github.panagrad.nn.ensemble.PredictionLoss;
import io.github.panagrad.table.model.Quality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A training of networks without each fold of the samples in its turn, by one recipe or by several, until the time is over. Recipes
 * count as much as makes the predictions best that their networks give for samples they have not seen. If time is left when all have been
 * tried, those that count are tried again, from other random numbers.
 *
 * @param training the first recipe, and everything around it; nothing is held back
 * @param heldOut the samples as they are evaluated, without weights of classes
 * @param recipes at least one
 * @param rounds how often a recipe is tried at most
 * @param folds how many
 * @param atOnce how many networks are trained at the same time
 * @param time how long it may take
 */
public record FoldedTraining(
        Training training,
        Dataset heldOut,
        List<PlannedRecipe> recipes,
        int rounds,
        int folds,
        int atOnce,
        Optional<TimeLeft> time) {
    /** The name of the recipe where there is one. */
    public static final String ONLY_RECIPE = "network";

    /** How often a recipe of several is tried at most, as each time makes the model larger and its predictions slower. */
    public static final int MOST_ROUNDS = 4;

    /** So little that no step is taken: the parameters are those of the best epoch before. */
    private static final Duration NO_TIME = Duration.ofNanos(1);

    /** The share of the time limit by which weighting the recipes may exceed it: with many samples it takes long. */
    private static final double WEIGHTING = 0.05;

    /** The seeds of a recipe's networks are consecutive. */
    private static final int SEEDS_OF_RECIPE = 1000;

    /** How many samples the importance of columns is computed on, as elsewhere. */
    private static final int IMPORTANCE_ROWS = 2000;

    /** Copies the list. */
    public FoldedTraining {
        recipes = List.copyOf(recipes);
    }

    /** The networks of a recipe, by its number, and what became of it. */
    private record Candidate(int recipe, FoldedNetworks trained, RecipeResult result) {}

    private Loss loss() {
        return training.spec().loss();
    }

    /**
     * Runs it.
     *
     * @return the exit code of the process
     */
    public int run() throws IOException {
        long start = System.nanoTime();
        List<Fold> all = FoldEnsembleOptions.divided(
                heldOut, folds, training.config().execution().seed());
        HeapRoom.require(
                heldOut.size() * ((long) recipes.size() * rounds + 1),
                training.spec().outputs());
        TrainingOutput output = training.output();
        output.start(training);
        output.folds(this);
        saySmallClasses();
        List<Candidate> candidates = new ArrayList<>();
        Consumer<String> notice =
                message -> Messages.print(message, training.console().err());
        FoldedProgress progress = progress(notice);
        try (FoldTraining fits = new FoldTraining(training.data().training(), heldOut, all, atOnce);
                StopSignal signal = new StopSignal(notice, fits::requestStop)) {
            tryRecipes(fits, signal, progress, candidates, output, notice);
            OptionalInt stopped = signal.exitCode();
            boolean goesOn = training.course().checkpoints().isPresent();
            if (stopped.isPresent() && (goesOn || candidates.isEmpty())) {
                output.end(end(
                        TrainingOutput.Status.STOPPED,
                        Ending.STOP_REQUESTED,
                        TrainingOutcome.none(),
                        null,
                        null,
                        start));
                return stopped.getAsInt();
            }
            if (candidates.isEmpty()) {
                if (progress.isOver()) {
                    throw TimeLeft.tooShort();
                }
                notice.accept("all recipes were left out; nothing was saved");
                return ExitCode.FAILED;
            }
            boolean isWhereItBelongs = finish(candidates, all, output, start, stopped.isPresent(), notice);
            return stopped.orElse(isWhereItBelongs ? ExitCode.DONE : ExitCode.FAILED);
        } finally {
            candidates.forEach(candidate -> candidate.trained.close());
        }
    }

    /** Tries the recipes, then those again that count, and adds what has been trained to the candidates. */
    private void tryRecipes(
            FoldTraining fits,
            StopSignal signal,
            FoldedProgress progress,
            List<Candidate> candidates,
            TrainingOutput output,
            Consumer<String> notice) {
        Consumer<Candidate> trained = candidate -> {
            candidates.add(candidate);
            output.recipe(candidate.result);
        };
        for (int r = 0; r < recipes.size() && signal.exitCode().isEmpty(); r++) {
            // Without any recipe there would be no model: the quickest is always tried.
            if (r == 0 || isTimeFor(recipes.get(r), progress)) {
                candidate(fits, r, 1, progress, notice).ifPresent(trained);
            }
        }
        List<Integer> again = worthRepeating(candidates, progress, signal);
        for (int round = 2; round <= rounds; round++) {
            for (int r : again) {
                if (signal.exitCode().isEmpty() && isTimeFor(recipes.get(r).again(round), progress)) {
                    candidate(fits, r, round, progress, notice).ifPresent(trained);
                }
            }
        }
    }

    /** Returns whether a recipe is tried: there is time, or an earlier process has begun it. */
    private static boolean isTimeFor(PlannedRecipe recipe, FoldedProgress progress) {
        return !progress.isOver() || progress.isBegun(recipe.name());
    }

    /** Returns the recipes that count, those that count most first; none if there is no time for them. */
    private List<Integer> worthRepeating(List<Candidate> candidates, FoldedProgress progress, StopSignal signal) {
        if (rounds == 1
                || candidates.isEmpty()
                || signal.exitCode().isPresent()
                || recipes.stream().noneMatch(recipe -> isTimeFor(recipe.again(2), progress))) {
            return List.of();
        }
        int[] counts = counts(candidates);
        return IntStream.range(0, counts.length)
                .filter(c -> counts[c] > 0)
                .boxed()
                .sorted(Comparator.comparingInt(c -> -counts[c]))
                .map(c -> candidates.get(c).recipe)
                .toList();
    }

    private void saySmallClasses() {
        if (heldOut.targets() instanceof Targets.Labels labels) {
            int[] classes = IntStream.of(heldOut.rows()).map(labels::label).toArray();
            List<String> names =
                    training.data().pipeline().map(Quality::classNames).orElse(List.of());
            new SmallClasses(classes)
                    .say(
                            folds,
                            i -> names.isEmpty() ? String.valueOf(classes[i]) : names.get(classes[i]),
                            "which is evaluated by a network that has not learned the class",
                            note -> Messages.print(
                                    "NOTE: " + note, training.console().err()));
        }
    }

    /** Returns how far the training is, in its folder if it has one. */
    private FoldedProgress progress(Consumer<String> notice) {
        TrainingCheckpoints checkpoints = training.course().checkpoints();
        Map<String, String> terms = new LinkedHashMap<>();
        if (checkpoints.isPresent()) {
            terms.putAll(training.settings());
            terms.put("samples", training.data().training().fingerprint());
        }
        FoldedProgress progress = new FoldedProgress(checkpoints, terms, time, notice);
        int parts = checkpoints.parts().size();
        if (parts > 0) {
            notice.accept("resuming, with checkpoints of " + parts + (parts == 1 ? " network" : " networks"));
        }
        return progress;
    }

    /** Trains a recipe; empty if it was stopped, or diverged and others may not. */
    private Optional<Candidate> candidate(
            FoldTraining fits, int number, int round, FoldedProgress progress, Consumer<String> notice) {
        PlannedRecipe recipe = recipes.get(number).again(round);
        Optional<String> before = progress.leftOut(recipe.name());
        if (before.isPresent()) {
            sayLeftOut(recipe, before.get(), notice);
            return Optional.empty();
        }
        long tried = (round - 1L) * recipes.size() + number;
        long seed = training.config().execution().seed() + tried * SEEDS_OF_RECIPE;
        // What comes in further rounds need not be tried.
        Optional<Duration> limit = progress.begin(recipe.name(), round > 1 || number == recipes.size() - 1);
        try {
            return fits.train(recipe.recipe(training.backend(), seed), limit, course(recipe.name(), progress, notice))
                    .filter(trained -> hasEpochs(recipe, trained, notice))
                    .map(trained -> new Candidate(
                            number,
                            trained,
                            new RecipeResult(
                                    recipe.name(),
                                    trained.histories(),
                                    PredictionLoss.mean(trained.predictions(), heldOut, loss()),
                                    trained.seconds())));
        } catch (DivergedException e) {
            if (recipes.size() == 1) {
                throw e;
            }
            progress.leaveOut(recipe.name(), String.valueOf(e.getMessage()));
            sayLeftOut(recipe, String.valueOf(e.getMessage()), notice);
            return Optional.empty();
        }
    }

    private static void sayLeftOut(PlannedRecipe recipe, String reason, Consumer<String> notice) {
        notice.accept("WARN: recipe " + recipe.name() + " is left out: " + reason);
    }

    /** Returns what happens around the trainings of a recipe's networks: checkpoints, in a sub-folder for each. */
    private FoldTraining.Course course(String recipe, FoldedProgress progress, Consumer<String> notice) {
        TrainingCheckpoints checkpoints = training.course().checkpoints();
        if (!checkpoints.isPresent()) {
            return FoldTraining.Course.NONE;
        }
        return new FoldTraining.Course() {
            private String part(int fold) {
                return recipe + "-" + (fold + 1);
            }

            @Override
            public FitOptions options(FitOptions options, TrainingConfig config, int fold) {
                FitOptions saving =
                        checkpoints.with(options.withSettings(training.settings()), config, part(fold), notice);
                boolean isDone = saving.resume().isPresent() && progress.isEnded(part(fold));
                return (isDone ? saving.withTimeLimit(NO_TIME) : saving).withListener(new TrainingListener() {
                    @Override
                    public void onCheckpoint(Path file, long step) {
                        progress.tick();
                    }
                });
            }

            @Override
            public void ended(int fold, History history) {
                if (history.ending() == Ending.TIME_LIMIT) {
                    progress.end(part(fold));
                }
            }
        };
    }

    /** Returns whether each network had time for an epoch; if not, closes them. */
    private boolean hasEpochs(PlannedRecipe recipe, FoldedNetworks trained, Consumer<String> notice) {
        if (trained.histories().stream().noneMatch(history -> history.epochs().isEmpty())) {
            return true;
        }
        trained.close();
        if (recipes.size() == 1) {
            throw TimeLeft.tooShort();
        }
        sayLeftOut(recipe, "the time was over before an epoch had ended", notice);
        return false;
    }

    /** Chooses, evaluates, saves and reports; returns whether the model is where it was asked for. */
    private boolean finish(
            List<Candidate> candidates,
            List<Fold> all,
            TrainingOutput output,
            long start,
            boolean isStopped,
            Consumer<String> notice)
            throws IOException {
        long fitted = System.nanoTime();
        int[] counts = counts(candidates);
        List<Candidate> chosen = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] > 0) {
                chosen.add(candidates.get(c));
                weights.add((double) counts[c]);
                named.put(candidates.get(c).result.name(), counts[c]);
            }
        }
        if (recipes.size() > 1) {
            output.chosen(named);
        }
        // The networks are closed by the caller.
        @SuppressWarnings("resource")
        Ensemble model = model(chosen, weights);
        Quality validation = Quality.of(
                EnsembleSelection.mean(predictions(candidates), counts),
                heldOut,
                loss(),
                model.dtype(),
                training.data().pipeline());
        TrainingOutcome outcome = new TrainingOutcome(
                1, validation, training.quality(model, training.data().test(), atOnce));
        History history = chosen.getFirst().trained.histories().getFirst();
        Path out = training.reporting().out();
        Path target = out == null || !isStopped ? out : ModelOutput.stopped(out);
        Path saved = target == null ? null : ModelOutput.save(target, model, facts(history, outcome, named), notice);
        LostOutputs lost = new LostOutputs(notice);
        Path report = isStopped ? null : report(chosen, weights, all, model, outcome, lost, start, fitted);
        output.end(end(
                isStopped ? TrainingOutput.Status.STOPPED : TrainingOutput.Status.COMPLETED,
                history.ending(),
                outcome,
                saved,
                report,
                start));
        return lost.isEmpty() && Objects.equals(saved, target);
    }

    /** Returns a result without epochs: networks differ in them. */
    private TrainingOutput.End end(
            TrainingOutput.Status status,
            Ending ending,
            TrainingOutcome outcome,
            @Nullable Path saved,
            @Nullable Path report,
            long start) {
        return new TrainingOutput.End(
                status,
                ending,
                List.of(),
                true,
                outcome,
                saved,
                report,
                training.course().checkpoints().isPresent(),
                (System.nanoTime() - start) * 1e-9);
    }

    private Map<String, String> facts(History history, TrainingOutcome outcome, Map<String, Integer> counts) {
        Map<String, String> facts = TrainingFacts.of(training, history, outcome);
        facts.put("folds", String.valueOf(folds));
        if (recipes.size() > 1) {
            // Of each recipe there are others.
            facts.keySet().removeAll(TrainingFacts.OF_A_RECIPE);
            counts.forEach((recipe, count) -> facts.put("recipe." + recipe, String.valueOf(count)));
        }
        return facts;
    }

    private int[] counts(List<Candidate> candidates) {
        return candidates.size() == 1
                ? new int[] {1}
                : EnsembleSelection.counts(predictions(candidates), heldOut, loss(), hasTakenLong());
    }

    /** Returns whether the time is over, and to weight the recipes has taken its share. */
    private BooleanSupplier hasTakenLong() {
        long begun = System.nanoTime();
        return () -> time.filter(all -> all.isPast(1)
                        && System.nanoTime() - begun > WEIGHTING * all.limit().toNanos())
                .isPresent();
    }

    private static List<double[][]> predictions(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> candidate.trained.predictions())
                .toList();
    }

    private static Ensemble model(List<Candidate> chosen, List<Double> weights) {
        List<Network> networks = new ArrayList<>();
        List<Double> ofNetworks = new ArrayList<>();
        for (int c = 0; c < chosen.size(); c++) {
            for (Network network : chosen.get(c).trained.networks()) {
                networks.add(network);
                ofNetworks.add(weights.get(c));
            }
        }
        return new Ensemble(networks, ofNetworks);
    }

    private @Nullable Path report(
            List<Candidate> chosen,
            List<Double> weights,
            List<Fold> all,
            Ensemble model,
            TrainingOutcome outcome,
            LostOutputs lost,
            long start,
            long fitted) {
        Path report = training.reporting().report().orElse(null);
        if (report == null) {
            return null;
        }
        long evaluated = System.nanoTime();
        try (HeldOutPredictor predictor = new HeldOutPredictor(
                chosen.stream().map(candidate -> candidate.trained.networks()).toList(),
                weights,
                all,
                heldOut,
                IMPORTANCE_ROWS,
                training.config().execution().seed())) {
            new TrainingReporter(
                            training,
                            model,
                            chosen.getFirst().trained.histories().getFirst(),
                            outcome)
                    .write(report, (fitted - start) * 1e-9, (evaluated - fitted) * 1e-9, Optional.of(predictor));
            return report;
        } catch (IOException e) {
            lost.lose(report, e);
            return null;
        }
    }
}
