package io.github.panagrad.cli.options;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.nn.ScheduleUnit;
import io.github.panagrad.nn.Shuffle;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the training itself. */
public final class LearningOptions {
    private static final double DEFAULT_RATE = 0.001;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "How parameters follow their gradient, such as adam or momentum:beta=0.8; 'panagrad help"
                    + " optimizers' lists them. Default: adam.")
    private String optimizer = "adam";

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Learning rate at the start; the largest of one_cycle. Default: 0.001. lbfgs has none.")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description =
                    "How the learning rate changes, such as step:gamma=0.5,every=10, or warmup:5/cosine for one after"
                            + " another; 'panagrad help schedules' lists them. The period of those that have one is the number of"
                            + " epochs if left out. Default: cosine for IDX files, else constant.")
    private @Nullable String schedule;

    @Option(
            names = "--schedule-by",
            paramLabel = "UNIT",
            description =
                    "What the schedule counts: epoch (default), or step, that is, batches; a period must then be given.")
    private String scheduleBy = "epoch";

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
        Optimizer chosen = Names.choice("--optimizer", Optimizer.choices(), optimizer);
        if (learningRate != null && chosen instanceof Lbfgs) {
            throw new InputException("--learning-rate " + learningRate
                    + " has no effect with lbfgs, which finds the length of its steps itself; leave it out");
        }
        double rate = Values.positive("--learning-rate", learningRate == null ? DEFAULT_RATE : learningRate);
        int passes = Values.atLeast("--epochs", 1, epochs);
        ScheduleUnit unit =
                Values.named("--schedule-by", scheduleBy, List.of(ScheduleUnit.values()), ScheduleUnit::label);
        String text = scheduleText(defaultSchedule);
        Schedule rates = schedule(text, unit, rate, passes);
        List<Regularizer> regularizers = regularization.regularizers();
        GradientClipping clipping = regularization.clipping();
        int rows = Values.atLeast("--batch-size", 1, batchSize);
        return Values.checked(
                "--schedule " + text,
                () -> new TrainingConfig(
                        chosen,
                        rates,
                        unit,
                        regularizers,
                        clipping,
                        rows,
                        passes,
                        seed,
                        Shuffle.auto(),
                        threads,
                        reproducible));
    }

    private static Schedule schedule(String text, ScheduleUnit unit, double rate, int passes) {
        Map<String, Number> defaults = new HashMap<>(Map.of("initial", rate));
        if (unit == ScheduleUnit.EPOCH) {
            defaults.put("period", passes);
        } else if (needsPeriod(text)) {
            throw new InputException("--schedule " + text + ": by step, its period must be given, as in " + text
                    + (text.contains(":") ? "," : ":") + "period=1000");
        }
        return Values.checked("--schedule " + text, () -> Schedule.parse(text, defaults));
    }

    /** Whether the last of the schedules has a period that the text does not give. */
    private static boolean needsPeriod(String text) {
        String last = text.substring(text.lastIndexOf('/') + 1);
        String name = Values.nameAndRest(last)[0];
        return !last.contains("period=")
                && Schedule.choices().all().stream()
                        .filter(kind -> kind.name().equals(name))
                        .anyMatch(kind -> Schedule.choices().format(kind).contains("period="));
    }

    /** Returns the schedule as it was given, or the default, for the facts of a model. */
    public String scheduleText(String defaultSchedule) {
        if (schedule != null) {
            return schedule;
        }
        return optimizer.startsWith("lbfgs") ? "constant" : defaultSchedule;
    }
}
