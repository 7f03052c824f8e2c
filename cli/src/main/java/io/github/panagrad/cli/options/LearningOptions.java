package io.github.panagrad.cli.options;

import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the training itself. */
public final class LearningOptions {
    @Option(
            names = "--optimizer",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "How parameters follow their gradient, such as adam or momentum:beta=0.8; 'panagrad help"
                    + " optimizers' lists them. Default: adam.")
    private String optimizer = "adam";

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Learning rate at the start. Default: 0.001.")
    private double learningRate = 0.001;

    @Option(
            names = "--schedule",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = {
                "How the learning rate changes from epoch to epoch: constant,",
                "step:gamma=0.5,every=10, exponential:rate=0.05, or cosine:min=0,period=EPOCHS. What is left out is as"
                        + " shown. Default: cosine for IDX files, else constant."
            })
    private @Nullable String schedule;

    @Mixin
    private RegularizationOptions regularization = new RegularizationOptions();

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
                Names.choice("--optimizer", Optimizer.choices(), optimizer),
                schedule(scheduleText(defaultSchedule), rate, passes),
                regularization.regularizers(),
                regularization.clipping(),
                Values.atLeast("--batch-size", 1, batchSize),
                passes,
                seed,
                true,
                threads,
                reproducible);
    }

    private static Schedule schedule(String text, double rate, int passes) {
        return Names.choice("--schedule", Schedule.choices(), text, Map.of("initial", rate, "period", passes));
    }

    /** Returns the schedule as it was given, or the default, for the facts of a model. */
    public String scheduleText(String defaultSchedule) {
        return schedule == null ? defaultSchedule : schedule;
    }
}
