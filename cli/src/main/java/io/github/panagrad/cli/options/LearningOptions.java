package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Execution;
import io.github.panagrad.nn.MemberBatches;
import io.github.panagrad.nn.Optimization;
import io.github.panagrad.nn.ScheduleUnit;
import io.github.panagrad.nn.Shuffle;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.table.training.TableDefaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for training itself. */
@OptionGroup("Training")
public final class LearningOptions {
    @Option(
            names = "--optimizer",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "The rule that updates the parameters, such as adam or momentum:beta=0.8; 'panagrad help"
                    + " optimizers' lists them. Default: adam, and for tables adamw:weight-decay=0.0003.")
    private String optimizer = "adam";

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description =
                    "Learning rate at the start, above 0; for one_cycle, its peak. lbfgs has none. Default: 0.001, and"
                            + " for tables 0.002.")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description =
                    "How the learning rate changes, such as step:gamma=0.5,every=10, or warmup:5/cosine for one after"
                            + " another; 'panagrad help schedules' lists them. A period that is left out is the number of"
                            + " epochs. Default: cosine for IDX files, else constant.")
    private @Nullable String scheduleName;

    @Option(
            names = "--schedule-by",
            paramLabel = "UNIT",
            description = "What the schedule counts: epoch, or step, that is, batches; a period must then be given."
                    + " Default: epoch.")
    private String scheduleBy = "epoch";

    @Option(
            names = "--rate-factors",
            paramLabel = "KIND=F,...",
            description =
                    "Factors of the learning rate for kinds of parameters, such as bias=0.1,scale=6; each above 0."
                            + " Kinds: weight, bias, scale, activation, embedding (docs/optimizers.md). Default: 1 each.")
    private @Nullable String rateFactors;

    @Option(
            names = "--decay-factors",
            paramLabel = "KIND=F,...",
            description =
                    "The same for weight decay; 0 for none, 1 for all of it. Default: 1 for weights, embeddings and"
                            + " the factors of inputs and members, else 0.")
    private @Nullable String decayFactors;

    @Option(
            names = "--ntk",
            description = "Divide the learning rate of weights by the square root of their layer's inputs, and multiply"
                    + " their decay by it, as if the layer computed x W / sqrt(inputs). Default: false.")
    private boolean ntk;

    @Mixin
    private RegularizationOptions regularization = new RegularizationOptions();

    @Option(
            names = "--batch-size",
            paramLabel = "N|auto",
            description = "Rows of a batch, at least 1, or auto: from 32 to 1024, larger for more training rows."
                    + " Default: 128, and for tables auto.")
    private String batchSize = "128";

    @Option(
            names = "--member-batches",
            paramLabel = "shared|own",
            hideParamSyntax = true,
            description =
                    "Whether members learn from the same batches (shared), or each goes through the samples in an order"
                            + " of its own (own), whose steps take longer (docs/layers.md). Without members it makes no difference."
                            + " Default: shared.")
    private String memberBatches = MemberBatches.SHARED.label();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data, at least 1. Default: 10, and for tables at most 200.")
    private @Nullable Integer epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Determines the initial weights, the shuffling, the dropout, the validation part and"
                    + " generated data; any whole number. Default: 42.")
    private long seed = 42;

    @Option(
            names = "--reproducible",
            description = "Divide the work in the same way for every number of threads, so that the saved model is the"
                    + " same, byte for byte. Default: false.")
    private boolean reproducible;

    @Option(
            names = "--batch-parts",
            paramLabel = "N",
            description = "Parts of a batch, from 1 to 1024, whose gradients are computed apart and added in pairs, as"
                    + " workers of a cluster do, for the same bits (docs/spark.md). Default: 1.")
    private int batchParts = 1;

    /**
     * Returns the configuration of a training.
     *
     * @param threads the threads, or {@link TrainingConfig#AUTO_THREADS}
     * @param schedule the text of the schedule
     * @param usual the defaults where the user gives no value
     */
    public TrainingConfig config(int threads, String schedule, LearningDefaults usual) {
        Optimizer chosen = Names.choice("--optimizer", Optimizer.choices(), optimizer);
        if (learningRate != null && chosen instanceof Lbfgs) {
            throw new InvalidInputException("--learning-rate " + learningRate
                    + " has no effect with lbfgs, which determines its own step length; leave it out");
        }
        double rate = rate(usual);
        int passes = epochs == null ? usual.epochs() : Values.atLeast("--epochs", 1, epochs);
        ScheduleUnit unit =
                Values.named("--schedule-by", scheduleBy, List.of(ScheduleUnit.values()), ScheduleUnit::label);
        Schedule rates = schedule("--schedule", schedule, unit, rate, passes);
        if (learningRate != null && rates.equals(schedule("--schedule", schedule, unit, 2 * rate, passes))) {
            throw new InvalidInputException("--learning-rate " + learningRate + " has no effect, because --schedule "
                    + Quoted.bare(schedule) + " sets the rate; leave one of them out");
        }
        List<Regularizer> regularizers = regularization.hasNone() && usual.decay() > 0
                ? List.of(usual.regularizer())
                : regularization.regularizers();
        GradientClipping clipping = regularization.clipping();
        int rows = batchSize(usual.rows());
        requireParts(chosen, rows);
        return Values.checked(
                "--schedule " + Quoted.bare(schedule),
                () -> new TrainingConfig(
                        new Optimization(chosen, rates, unit, factors(), clipping, rows, passes),
                        regularization.regularization(
                                regularizers, (option, text) -> schedule(option, text, unit, 1, passes)),
                        new Execution(seed, Shuffle.auto(), threads, reproducible, batchParts, memberBatches())));
    }

    private MemberBatches memberBatches() {
        return Values.named("--member-batches", memberBatches, List.of(MemberBatches.values()), MemberBatches::label);
    }

    private void requireParts(Optimizer chosen, int rows) {
        Values.within("--batch-parts", 1, Execution.MAX_BATCH_PARTS, batchParts);
        if (batchParts > rows) {
            throw new InvalidInputException("--batch-parts " + batchParts + " are more than the " + rows
                    + " rows of a batch; lower them, or raise --batch-size");
        }
        if (batchParts > 1 && chosen instanceof Lbfgs) {
            throw new InvalidInputException("--batch-parts " + batchParts
                    + " has no effect with lbfgs, whose batch is all of the training rows; leave it out");
        }
    }

    /** Returns the factors for kinds of parameters. */
    private ParameterFactors factors() {
        String rates = rateFactors;
        String decays = decayFactors;
        ParameterFactors factors = ParameterFactors.none().withNtk(ntk);
        if (rates != null) {
            Map<ParameterKind, Double> parsed = Values.checked("--rate-factors", () -> ParameterFactors.parse(rates));
            factors = Values.checked("--rate-factors", () -> new ParameterFactors(parsed, Map.of(), ntk));
        }
        if (decays != null) {
            Map<ParameterKind, Double> given = factors.rates();
            Map<ParameterKind, Double> parsed = Values.checked("--decay-factors", () -> ParameterFactors.parse(decays));
            factors = Values.checked("--decay-factors", () -> new ParameterFactors(given, parsed, ntk));
        }
        return factors;
    }

    /**
     * Requires that no option sets the rate or the number of epochs.
     *
     * @param command the command they have no effect on
     */
    public void refuseRates(String command) {
        String given = learningRate != null
                ? "--learning-rate"
                : scheduleName != null ? "--schedule" : epochs != null ? "--epochs" : null;
        if (given != null) {
            throw new InvalidInputException(given + " has no effect on " + command
                    + ", whose rate rises over --steps, --from and --to; leave it out");
        }
    }

    /** Returns the learning rate at the start. */
    public double rate(LearningDefaults usual) {
        return Values.positive("--learning-rate", learningRate == null ? usual.rate() : learningRate);
    }

    /** Returns whether no regulariser was given. */
    public boolean hasNoRegularizer() {
        return regularization.hasNone();
    }

    /**
     * Returns the defaults for a regression on a table, which were tuned for Adam. Rate and decay belong together: with a
     * rate given by the user there is no decay by default.
     *
     * @param usualEpochs the number of epochs if the user gives none
     * @param rows the training rows
     */
    public LearningDefaults defaultsForValues(int usualEpochs, int rows) {
        return optimizer.equals("adam") && learningRate == null
                ? LearningDefaults.ofValues(epochs == null ? usualEpochs : epochs, rows, batchSize(rows))
                : LearningDefaults.of(usualEpochs, rows);
    }

    /**
     * Returns the rows of a batch.
     *
     * @param rows the training rows
     */
    private int batchSize(int rows) {
        return Values.wholeNumberOr("auto", "--batch-size", 1, Integer.MAX_VALUE, batchSize)
                .orElseGet(() -> TableDefaults.batchSize(rows));
    }

    private static Schedule schedule(String option, String text, ScheduleUnit unit, double rate, int passes) {
        Map<String, Number> defaults = new HashMap<>(Map.of("initial", rate));
        if (unit == ScheduleUnit.EPOCH) {
            defaults.put("period", passes);
        } else if (needsPeriod(text)) {
            throw new InvalidInputException(
                    option + " " + Quoted.bare(text) + ": by step, its period must be given, as in " + Quoted.bare(text)
                            + (text.contains(":") ? "," : ":") + "period=1000");
        }
        return Values.checked(option + " " + Quoted.bare(text), () -> Schedule.parse(text, defaults));
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
        if (scheduleName != null) {
            return scheduleName;
        }
        return optimizer.startsWith("lbfgs") ? "constant" : defaultSchedule;
    }
}
