package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.LearningRateRangeTest;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.report.RangeTestChart;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that only the learning-rate range test has. */
@OptionGroup("Output")
public final class RangeTestOptions {
    /** The loss of each is kept. */
    private static final int MAX_STEPS = 1_000_000;

    @OptionGroup("Training")
    @Option(
            names = "--from",
            paramLabel = "RATE",
            description = "The learning rate of the first step, above 0. Default: 0.000001.")
    private double from = 1e-6;

    @OptionGroup("Training")
    @Option(
            names = "--to",
            paramLabel = "RATE",
            description = "The learning rate of the last step, above that of the first. Default: 1.")
    private double to = 1;

    @OptionGroup("Training")
    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "How many steps to take, from 20 to 1000000. Default: 200.")
    private int steps = 200;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Draw the loss over the rate here, as FILE.png or FILE.svg. Default: none.")
    private @Nullable Path plot;

    @Option(names = "--json", description = "Print one JSON object instead of text. Default: false.")
    private boolean json;

    /** Checks the numbers, and that there is a learning rate to look for, before data is read. */
    public void check(TrainingConfig config) {
        if (config.optimization().optimizer() instanceof Lbfgs) {
            throw new InvalidInputException(
                    "--optimizer lbfgs finds the length of its steps itself: there is no learning rate to"
                            + " look for; choose another optimiser");
        }
        Values.positive("--from", from);
        Values.positive("--to", to);
        if (to <= from) {
            throw new InvalidInputException("--to " + to + " must be above --from " + from);
        }
        // The first ten steps only settle the mean of losses.
        Values.within("--steps", 20, MAX_STEPS, steps);
    }

    /** Returns the chart's file, after checking that it can be written. */
    public Optional<Path> plot(DataSource source) {
        Path file = plot;
        if (file == null) {
            return Optional.empty();
        }
        if (!RangeTestChart.canWrite(file)) {
            throw new InvalidInputException("--plot " + file + ": expected a name that ends in .png or .svg");
        }
        OutputPaths.check("--plot", file);
        OutputPaths.requireOther("--plot", file, source);
        return Optional.of(file);
    }

    /** Returns whether to print JSON. */
    public boolean json() {
        return json;
    }

    /** Runs the test. */
    public LearningRateRangeTest run(Network network, Dataset training, TrainingConfig config) {
        return LearningRateRangeTest.run(network, training, config, from, to, steps);
    }
}
