package io.github.panagrad.cli.training;

import io.github.panagrad.cli.model.EvaluationText;
import io.github.panagrad.cli.output.BackendText;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.output.NetworkText;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.ScheduleUnit;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.table.model.Quality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Text: the training, a line for each epoch, and the result; on a terminal with a progress bar.
 *
 * @param console receives it
 */
record TextOutput(Console console) implements TrainingOutput {
    @Override
    public void start(Training training) {
        TrainingConfig config = training.config();
        console.line(
                "data",
                training.data().describe() + (training.reporting().dataByDefault() ? " (no --data was given)" : ""));
        training.reporting().config().preset().ifPresent(preset -> console.line("preset", preset));
        if (training.course().recipes() == 1) {
            network(training);
        }
        training.reporting()
                .classWeights()
                .ifPresent(weights -> console.line("weights", "of classes: " + weights.replace(",", ", ")));
        int threads = training.memory().plan().threads();
        console.line(
                "backend",
                BackendText.describe(training.backend()) + "; " + threads + (threads == 1 ? " thread" : " threads")
                        + (config.execution().reproducible() ? ", reproducible" : ""));
        console.line("memory", training.memory().describe());
    }

    private void network(Training training) {
        TrainingConfig config = training.config();
        Initializer initializer = training.request().initializer();
        double biasInit = training.request().biasInit();
        console.line(
                "network",
                NetworkText.describe(training.spec(), training.dtype()) + ", weights " + initializer.name()
                        + (biasInit == 0 ? "" : ", biases " + biasInit));
        console.line(
                "optimiser",
                config.optimization().optimizer().name() + rate(training) + regularization(config) + ", batches of "
                        + config.optimization().batchSize() + ", seed "
                        + config.execution().seed());
    }

    private static String rate(Training training) {
        TrainingConfig config = training.config();
        if (config.optimization().optimizer() instanceof Lbfgs) {
            return "";
        }
        return ", learning rate " + config.optimization().schedule().at(0, new double[0]) + " "
                + training.request().schedule()
                + (config.optimization().scheduleBy() == ScheduleUnit.EPOCH ? "" : " by step");
    }

    private static String regularization(TrainingConfig config) {
        StringBuilder text = new StringBuilder();
        for (Regularizer regularizer : config.regularization().regularizers()) {
            text.append(", ").append(Regularizer.choices().format(regularizer));
        }
        if (!(config.optimization().clipping() instanceof GradientClipping.None)) {
            text.append(", clipped by ")
                    .append(GradientClipping.choices()
                            .format(config.optimization().clipping()));
        }
        return text.toString();
    }

    @Override
    public void folds(FoldedTraining training) {
        int recipes = training.recipes().size();
        console.line(
                "folds",
                training.folds() + ", each left out by one network"
                        + (recipes == 1
                                ? ""
                                : " of each recipe: "
                                        + training.recipes().stream()
                                                .map(PlannedRecipe::name)
                                                .collect(Collectors.joining(", "))
                                        + again(training.rounds()))
                        + "; "
                        + training.atOnce() + (training.atOnce() == 1 ? " network" : " networks")
                        + " at a time, each by 1 thread");
    }

    private static String again(int rounds) {
        return rounds == 1 ? "" : "; if there is time, those that count up to " + rounds + " times";
    }

    @Override
    public void recipe(RecipeResult result) {
        String epochs = result.leastEpochs() == result.mostEpochs()
                ? String.valueOf(result.mostEpochs())
                : result.leastEpochs() + " to " + result.mostEpochs();
        console.line(
                "trained",
                String.format(
                        Locale.ROOT,
                        "%-12s loss %.6g, %s epochs, %.1f s%s",
                        result.name(),
                        result.loss(),
                        epochs,
                        result.seconds(),
                        result.histories().stream().anyMatch(history -> history.ending() == Ending.TIME_LIMIT)
                                ? ", until the time was over"
                                : ""));
        console.out().flush();
    }

    @Override
    public void chosen(Map<String, Integer> counts) {
        console.line(
                "chosen",
                counts.entrySet().stream()
                        .map(recipe -> recipe.getKey() + " x " + recipe.getValue())
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public Progress progress(Training training) {
        if (!console.interactive()) {
            EpochTable table = table(training, this::printNow);
            return new Lines(table, null, console);
        }
        ProgressLine bar = new ProgressLine(
                console.err(),
                training.data().training().size(),
                training.samplesPerStep(),
                training.config().optimization().epochs(),
                training.data().validation() != null);
        EpochTable table = table(training, line -> bar.printAbove(console.out(), line));
        return new Lines(new Listeners(List.of(bar, table)), bar, console);
    }

    private static EpochTable table(Training training, Consumer<String> printer) {
        return new EpochTable(
                printer,
                training.config().optimization().epochs(),
                training.spec().loss().isClassification(),
                training.data().validation() != null);
    }

    /** The table, and the bar where there is one. */
    private record Lines(TrainingListener shown, @Nullable ProgressLine bar, Console console) implements Progress {
        @Override
        public void onStart(List<EpochMetrics> done) {
            shown.onStart(done);
        }

        @Override
        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
            shown.onStep(epoch, step, samples, loss, learningRate);
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            shown.onEpoch(metrics);
        }

        @Override
        public void notice(String message) {
            if (bar == null) {
                Messages.print(message, console.err());
            } else {
                bar.printAbove(console.err(), Messages.line(message));
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    @Override
    public void end(End end) {
        if (end.status() == Status.STOPPED) {
            console.line("stopped", end.isFolded() ? stoppedFolds(end) : stopped(end));
            return;
        }
        if (end.ending() == Ending.EARLY_STOPPED && !end.isFolded()) {
            console.line("ended", "early, after " + end.epochs().size() + " epochs, for lack of improvement");
        }
        if (end.ending() == Ending.TIME_LIMIT && !end.isFolded()) {
            console.line("ended", "when the time was over, after " + epochs(end));
        }
        if (end.outcome().isSoftened()) {
            console.line(
                    "softened",
                    String.format(
                            Locale.ROOT,
                            "by a temperature of %.3f, which fits the validation set best; --temperature none keeps"
                                    + " probabilities as they were trained",
                            end.outcome().temperature()));
        }
        end.outcome().validation().ifPresent(quality -> quality("validation", quality));
        end.outcome().test().ifPresent(quality -> quality("test", quality));
        end.report()
                .ifPresent(folder ->
                        console.line("report", folder.resolve("report.html").toString()));
        Path saved = end.saved();
        if (saved != null) {
            try {
                console.line("saved", saved + " (" + NumberText.bytes(Files.size(saved)) + ")");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String stopped(End end) {
        String what;
        if (end.isCheckpointed()) {
            what = "--resume continues from here";
        } else if (end.saved() == null) {
            what = "nothing was saved, because there is neither --out nor --checkpoint";
        } else {
            what = "the network as it was then is saved as " + end.saved();
        }
        return "by a signal, after " + epochs(end) + "; " + what;
    }

    private static String stoppedFolds(End end) {
        if (end.isCheckpointed()) {
            return "by a signal; --resume continues from here";
        }
        return "by a signal; "
                + (end.saved() == null
                        ? "nothing was saved"
                        : "the recipes that were done are saved as " + end.saved());
    }

    private static String epochs(End end) {
        return end.epochs().size() + (end.epochs().size() == 1 ? " epoch" : " epochs");
    }

    private void quality(String part, Quality quality) {
        console.line(
                part,
                EvaluationText.oneLine(quality.loss(), quality.evaluation().accuracy()));
        String metrics = EvaluationText.metrics(quality);
        if (!metrics.isEmpty()) {
            console.line("", metrics);
        }
    }

    @Override
    public boolean wantsSpeed() {
        return true;
    }

    private void printNow(String line) {
        console.out().println(line);
        console.out().flush();
    }
}
