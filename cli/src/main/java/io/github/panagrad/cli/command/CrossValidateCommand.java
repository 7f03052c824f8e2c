package io.github.panagrad.cli.command;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.FoldedData;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryAdvice;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.model.EvaluationText;
import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.cli.options.CheckpointOptions;
import io.github.panagrad.cli.options.FoldOptions;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.options.StoppingOptions;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.output.NetworkText;
import io.github.panagrad.cli.signal.StopSignal;
import io.github.panagrad.cli.training.Training;
import io.github.panagrad.cli.training.TrainingCheckpoints;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.nn.CrossValidation;
import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.tensor.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panagrad cross-validate}. */
@Command(
        name = "cross-validate",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Estimates how good networks trained like this are: divides the samples into folds, and for each fold trains"
                        + " on the others and evaluates on it.",
        footer = {
            "",
            "The preprocessing of a table (means, categories, ...) is learned anew in each fold, from its training rows"
                    + " alone. No model is saved. With early stopping, which tables have by default, the metrics are slightly"
                    + " optimistic, because the same fold decides when to stop; --early-stopping none avoids that.",
            "",
            "With --checkpoint each fold has a sub-folder, fold-1, fold-2, ..., and --resume continues in the first fold that"
                    + " is not complete.",
            "",
            "Example:",
            "  panagrad cross-validate --data people.csv --target income --folds 5"
        })
public final class CrossValidateCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private FoldOptions folds = new FoldOptions();

    @Mixin
    private StoppingOptions stopping = new StoppingOptions();

    @Mixin
    private CheckpointOptions checkpoints = new CheckpointOptions();

    @OptionGroup("Output")
    @Option(names = "--json", description = "Print one JSON object instead of text. Default: false.")
    private boolean json;

    public CrossValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TrainingRequest asked = TrainingRequest.of(options);
        stopping.check(true);
        KFold kfold = folds.kfold(asked.config().execution().seed());
        options.validation().refuse("cross-validate", "which holds back each fold in its turn");
        Backend backend = options.machine().backend();
        Consumer<String> notice = message -> Messages.print(message, console.err());
        try (TrainingCheckpoints saving = TrainingCheckpoints.of(checkpoints, TrainingCheckpoints.Kind.FOLD);
                FoldedData data = DataLoader.forFolds(asked.source(), asked.table(), kfold, notice)) {
            if (stopping.metric().isPresent()) {
                // Before the first training, not in the middle of the run.
                data.folds().forEach(fold -> stopping.requireDefined(data.of(fold)));
            }
            List<CrossValidation.FoldResult> results = new ArrayList<>();
            Optional<String> positive = Optional.empty();
            for (Fold fold : data.folds()) {
                Result result = result(asked, data, fold, backend, saving);
                if (result.exitCode != ExitCode.DONE) {
                    return result.exitCode;
                }
                results.add(new CrossValidation.FoldResult(fold, result.metrics));
                positive = result.positive;
            }
            CrossValidation all = new CrossValidation(results);
            if (json) {
                console.out().println(CrossValidationText.json(all, positive));
            } else {
                CrossValidationText.summary(all, positive).print(console.out());
                CrossValidationText.undefined(all).forEach(console.out()::println);
            }
        }
        return ExitCode.DONE;
    }

    /**
     * The result of a fold.
     *
     * @param metrics empty if it was stopped
     * @param positive the positive one of two classes, the same in all folds
     * @param exitCode of the process, if it was stopped
     */
    private record Result(Map<String, Double> metrics, Optional<String> positive, int exitCode) {}

    /** Trains and evaluates once. */
    private Result result(
            TrainingRequest asked, FoldedData folded, Fold fold, Backend backend, TrainingCheckpoints saving) {
        LoadedData data = options.weights().weighted(folded.of(fold));
        TrainingRequest request = asked.forData(options, data, data.training().size());
        NetworkSpec spec = request.spec(data);
        request.requireTrainable(spec, data.training().size());
        int number = folded.folds().indexOf(fold) + 1;
        String name = "fold " + number + "/" + folded.folds().size();
        if (number == 1) {
            start(request, data, spec, backend);
        }
        Consumer<String> notice = message -> Messages.print(message, console.err());
        try (Network network = request.network(
                        spec, backend, request.config().execution().seed(), data.training());
                Trainer trainer = new Trainer(network, request.config());
                StopSignal signal = new StopSignal(notice, trainer::requestStop)) {
            FitOptions fit =
                    saving.with(FitOptions.none().withSettings(settings(request)), request.config(), number, notice);
            var rule = stopping.rule(Optional.of(spec.loss()), request.dtype());
            if (rule.isPresent()) {
                fit = fit.withValidation(data.validation()).withEarlyStopping(rule.get());
            }
            if (trainer.fit(data.training(), fit).ending() == Ending.STOP_REQUESTED) {
                notice.accept("stopped by a signal in " + name
                        + (saving.isPresent() ? "; --resume continues from here" : "; nothing was saved"));
                return new Result(Map.of(), Optional.empty(), signal.exitCode().orElse(ExitCode.FAILED));
            }
            Quality quality =
                    HeapRoom.evaluate(new Ensemble(List.of(network)), data.held(), data.pipeline(), trainer.threads());
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("loss", quality.loss());
            metrics.putAll(quality.metrics());
            if (!json) {
                console.line(
                        name,
                        EvaluationText.oneLine(
                                        quality.loss(), quality.evaluation().accuracy())
                                + EvaluationText.more(quality));
            }
            return new Result(metrics, quality.positive(), ExitCode.DONE);
        }
    }

    /** Returns the options that must be the same when the training of a fold is resumed. */
    private Map<String, String> settings(TrainingRequest request) {
        return EffectiveConfig.of(command, request.defaults(options))
                .with("data", request.source().name())
                .without(Training.WITHOUT_EFFECT)
                .without(Training.COMPARED)
                .without(Set.of("json"))
                .asMap();
    }

    private void start(TrainingRequest request, LoadedData data, NetworkSpec spec, Backend backend) {
        MemoryRequest memory = request.memory(spec, backend, 1, TrainingRequest.size(data), false);
        new MemoryAdvice(memory, MemoryLimit.find()).require(memory.memory());
        if (!json) {
            console.line("data", data.describe());
            EffectiveConfig.of(command).preset().ifPresent(preset -> console.line("preset", preset));
            console.line(
                    "network",
                    NetworkText.describe(spec, request.dtype())
                            + (stopping.stopsEarly() ? ", at most " : ", ")
                            + request.config().optimization().epochs()
                            + (request.config().optimization().epochs() == 1 ? " epoch" : " epochs"));
        }
    }
}
