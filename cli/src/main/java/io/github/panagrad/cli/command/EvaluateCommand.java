package io.github.panagrad.cli.command;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.model.EvaluationText;
import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.cli.model.LoadedModel;
import io.github.panagrad.cli.options.DataOptions;
import io.github.panagrad.cli.options.MissingTargetOption;
import io.github.panagrad.cli.options.ModelOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.NetworkText;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.metrics.ClassificationReport;
import io.github.panagrad.table.model.Quality;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code panagrad evaluate}. */
@Command(
        name = "evaluate",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Prints a saved network's loss, accuracy and confusion table on data.",
        footer = {"", "Example:", "  panagrad evaluate --model m.safetensors --data mnist"})
public final class EvaluateCommand implements Callable<Integer> {
    /** The metric that has a line of its own, before the others. */
    private static final String ACCURACY = "accuracy";

    private final Console console;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private MissingTargetOption missingTarget = new MissingTargetOption();

    public EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DataSource source = options.source();
        if (!(source instanceof DataSource.TableFiles)) {
            DataOptions.refuse("--missing-target", missingTarget.given(), "tables");
        }
        try (LoadedModel model = LoadedModel.load(options, source, Optional.of(missingTarget.value()), console)) {
            NetworkSpec spec = model.ensemble().spec();
            Quality quality = quality(model);
            PrintStream out = console.out();
            int members = model.ensemble().size();
            out.println(
                    "model      " + NetworkText.describe(spec, model.ensemble().dtype())
                            + (members == 1 ? "" : ", " + members + " networks that predict together"));
            out.println("data       " + model.data().describe());
            out.println("backend    " + model.ensemble().backend().label());
            out.println("loss       " + quality.loss());
            if (!Double.isNaN(quality.evaluation().accuracy())) {
                double accuracy = quality.evaluation().accuracy();
                out.println("accuracy   " + accuracy + " (" + NumberText.percent(accuracy) + ")");
            }
            quality.metrics().forEach((name, value) -> {
                if (!name.equals(ACCURACY)) {
                    out.println(
                            String.format("%-22s %s", name, value) + EvaluationText.about(name, quality.positive()));
                }
            });
            ClassificationReport classes = quality.classes();
            if (classes != null) {
                classes.notes().forEach(out::println);
                Confusion.of(classes).print(out);
            }
        }
        return ExitCode.DONE;
    }

    private static Quality quality(LoadedModel model) {
        try {
            return HeapRoom.evaluate(model.ensemble(), model.data().samples(), model.pipeline(), model.threads());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(model.data().source().name() + ": " + e.getMessage(), e);
        }
    }
}
