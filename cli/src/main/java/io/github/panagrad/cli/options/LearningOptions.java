package io.github.panagrad.cli.options;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.Momentum;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the training itself. */
public final class LearningOptions {
    @Option(names = "--optimizer", paramLabel = "NAME", description = "sgd, momentum, rmsprop, adam (default).")
    private String optimizer = "adam";

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Learning rate at the start. Default: 0.001.")
    private double learningRate = 0.001;

    @Option(
            names = "--momentum",
            paramLabel = "BETA",
            description = "Share of the old average, in [0, 1), with --optimizer momentum. Default: 0.9.")
    private @Nullable Double momentum;

    @Option(
            names = "--schedule",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = {
                "How the learning rate changes from epoch to epoch: constant,",
                "step:gamma=0.5,every=10, exponential:rate=0.05, or cosine:min=0,period=EPOCHS. What is left out is as"
                        + " shown. Default: cosine for IDX files, else constant."
            })
    private @Nullable String schedule;

    @Option(
            names = "--l2",
            paramLabel = "LAMBDA",
            description = "Adds LAMBDA/(2m) times the sum of the squared weights to the loss, m being the rows of the"
                    + " batch. Default: 0.")
    private double l2;

    @Option(names = "--batch-size", paramLabel = "N", description = "Rows of a batch. Default: 128.")
    private int batchSize = 128;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data. Default: 10.")
    private int epochs = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides the weights at the start, the shuffling, the dropout, the validation part and"
                    + " generated data. Default: 42.")
    private long seed = 42;

    @Option(
            names = "--reproducible",
            description = "Divide the work in the same way for every number of threads, so that the saved model is the"
                    + " same byte for byte.")
    private boolean reproducible;

    /**
     * Returns the configuration of a training.
     *
     * @param threads the threads, or {@link TrainingConfig#AUTO_THREADS}
     * @param defaultSchedule used where none was given
     */
    public TrainingConfig config(int threads, String defaultSchedule) {
        double rate = Values.positive("--learning-rate", learningRate);
        int passes = Values.atLeast("--epochs", 1, epochs);
        return new TrainingConfig(
                optimizer(),
                schedule(scheduleText(defaultSchedule), rate, passes),
                Values.notNegative("--l2", l2),
                Values.atLeast("--batch-size", 1, batchSize),
                passes,
                seed,
                true,
                threads,
                reproducible);
    }

    private Optimizer optimizer() {
        Optimizer chosen = Names.optimizer(optimizer);
        if (momentum == null) {
            return chosen;
        }
        if (!(chosen instanceof Momentum)) {
            throw new InputException(
                    "--momentum " + momentum + " has no effect with --optimizer " + optimizer + "; leave it out");
        }
        return new Momentum(Values.share("--momentum", momentum));
    }

    private static Schedule schedule(String text, double rate, int passes) {
        String[] parts = Values.nameAndRest(text);
        String option = "--schedule " + text;
        Parameters parameters = new Parameters(option, parts[1]);
        Schedule made = switch (parts[0]) {
            case "constant" -> new Schedule.Constant(rate);
            case "step" -> {
                double gamma = parameters.number("gamma", 0.5);
                long every = parameters.wholeNumber("every", 10);
                yield Values.checked(option, () -> new Schedule.Step(rate, gamma, every));
            }
            case "exponential" -> {
                double decay = parameters.number("rate", 0.05);
                yield Values.checked(option, () -> new Schedule.Exponential(rate, decay));
            }
            case "cosine" -> {
                double minimum = parameters.number("min", 0);
                long period = parameters.wholeNumber("period", passes);
                yield Values.checked(option, () -> new Schedule.Cosine(rate, minimum, period));
            }
            default ->
                throw Values.unknown("--schedule", parts[0], List.of("constant", "step", "exponential", "cosine"));
        };
        parameters.requireNoneLeft();
        return made;
    }

    /** Returns the schedule as it was given, or the default, for the facts of a model. */
    public String scheduleText(String defaultSchedule) {
        return schedule == null ? defaultSchedule : schedule;
    }
}
