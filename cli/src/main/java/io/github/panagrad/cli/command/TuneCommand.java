package io.github.panagrad.cli.command;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.config.TrialArguments;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.options.FoldEnsembleOptions;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.options.OutputPaths;
import io.github.panagrad.cli.options.SearchOptions;
import io.github.panagrad.cli.options.StoppingOptions;
import io.github.panagrad.cli.options.TimeLimitOption;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.options.TypedArguments;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.training.TimeLeft;
import io.github.panagrad.cli.training.Training;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.cli.tuning.TuningPlan;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panagrad tune}. */
@Command(
        name = "tune",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Searches the options with which train is best on samples held back.",
        footer = {
            "",
            "The options of train that are given apply to all trials; those of the space are searched. The first trial is"
                    + " what train does by itself. Trials are trained at the same time, one thread each; --threads says how many.",
            "",
            "FOLDER is the study: its journal, run.yaml with all options of the best trial, model.safetensors with its"
                    + " network, report.html. A study that ended, was stopped by Ctrl-C or killed goes on when the same command runs"
                    + " again, with more --trials or --time-limit if there are to be more; docs/tune.md says more.",
            "",
            "Examples:",
            "  panagrad tune --data people.csv --target income --time-limit 10m --out study",
            "  panagrad tune --data people.csv --target income --space space.yaml --metric roc_auc --out study",
            "  panagrad train --config study/run.yaml --out m.safetensors"
        })
public final class TuneCommand implements Callable<Integer> {
    /** The options that change how much is done, and where, but not what a trial is. */
    private static final Set<String> OF_THE_RUN =
            Set.of("space", "trials", "time-limit", "ensemble", "sampler", "pruning", "rung-epochs", "reduction");

    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private StoppingOptions stopping = new StoppingOptions();

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

    @OptionGroup("Output")
    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "The folder of the study, which is created, or goes on if it is there. Required.")
    private @Nullable Path out;

    @OptionGroup("Output")
    @Option(names = "--quiet", description = "Print nothing but warnings and errors. Default: false.")
    private boolean quiet;

    public TuneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Path folder = out;
        if (folder == null) {
            throw new IllegalStateException("picocli requires --out");
        }
        TypedArguments typed = (TypedArguments) command.root().userObject();
        TrainingRequest asked = TrainingRequest.of(options);
        Optional<TimeLeft> time = timeLimit.value().map(limit -> new TimeLeft(start, limit));
        search.check();
        requireHeldBack();
        stopping.check(true);
        OutputPaths.checkFolder("--out", folder);
        TuningPlan plan = new TuningPlan(
                console,
                folder,
                options,
                stopping,
                search,
                new TrialArguments(command.root().commandLine(), typed.given()),
                time,
                quiet,
                typed.arguments());
        plan.requireSpace();
        Backend backend = options.machine().backend();
        LoadedData data = asked.load(console);
        return plan.tuning(data, asked, backend, facts(asked)).run();
    }

    private void requireHeldBack() {
        if (search.folds().isPresent()) {
            FoldEnsembleOptions.requireNothingElse(options.validation());
        } else if (!options.validation().isValidated()) {
            throw new InvalidInputException(
                    "--validation 0 holds nothing back to compare trials on; leave it out, or add --folds");
        }
    }

    /** Returns the options on which the results of all trials depend. */
    private Map<String, String> facts(TrainingRequest asked) {
        Map<String, String> facts = new LinkedHashMap<>(EffectiveConfig.of(command)
                .with("data", asked.source().name())
                .without(Training.WITHOUT_EFFECT)
                .without(OF_THE_RUN)
                .asMap());
        facts.put("metric", search.metricOr(stopping));
        return facts;
    }
}
