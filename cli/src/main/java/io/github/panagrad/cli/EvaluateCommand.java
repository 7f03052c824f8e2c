package io.github.panagrad.cli;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.options.ModelOptions;
import io.github.panagrad.cli.report.Confusion;
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import java.io.PrintStream;
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
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions options = new ModelOptions();

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DataSource source = options.source();
        try (LoadedModel model = LoadedModel.load(options, source, false);
                Evaluator evaluator = model.evaluator()) {
            NetworkSpec spec = model.network().spec();
            Dataset samples = model.data().samples();
            Evaluation evaluation = evaluate(evaluator, model);
            PrintStream out = console.out();
            out.println(
                    "model      " + NetworkText.describe(spec, model.network().dtype()));
            out.println("data       " + model.data().describe());
            out.println("backend    " + model.network().backend().label());
            out.println("loss       " + evaluation.loss());
            if (spec.loss().isClassification()) {
                out.println(
                        "accuracy   " + evaluation.accuracy() + " (" + Figures.percent(evaluation.accuracy()) + ")");
                if (samples.targets() instanceof Targets.Labels labels) {
                    confusion(evaluator, samples, labels, spec).print(out);
                }
            } else if (spec.loss() instanceof Loss.MeanSquaredError) {
                out.println("root mean squared error " + Math.sqrt(evaluation.loss()));
            }
        }
        return Failures.DONE;
    }

    private static Evaluation evaluate(Evaluator evaluator, LoadedModel model) {
        try {
            return evaluator.evaluate(model.data().samples());
        } catch (IllegalArgumentException e) {
            throw new InputException(model.data().source().name() + ": " + e.getMessage(), e);
        }
    }

    private static Confusion confusion(Evaluator evaluator, Dataset samples, Targets.Labels labels, NetworkSpec spec) {
        Confusion confusion = new Confusion(Predictions.classes(spec));
        int[] next = {0};
        Predictions.forEachBlock(evaluator, samples, block -> {
            for (double[] row : block) {
                confusion.add(labels.label(samples.row(next[0]++)), Predictions.predictedClass(row, spec.loss()));
            }
        });
        return confusion;
    }
}
