package io.github.panagrad.table.model;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Execution;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberBatches;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.Optimization;
import io.github.panagrad.nn.Regularization;
import io.github.panagrad.nn.ScheduleUnit;
import io.github.panagrad.nn.Shuffle;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.metrics.MetricException;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.ParameterKind;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.table.pipeline.NetworkBuilder;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.training.EnsembleSize;
import io.github.panagrad.table.training.Settings;
import io.github.panagrad.table.training.TableDefaults;
import io.github.panagrad.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a preset, and what they make of a table. Immutable. */
final class Recipe {
    private static final String NONE = "none";

    /** Settings are checked as for a table of this size. */
    private static final int SOME_ROWS = 10_000;

    /** What a preset may set without a default here; one of another name would be ignored. */
    private static final Set<String> OF_PRESETS = Set.of(
            "layers",
            "members",
            "number-embedding",
            "dropout",
            "scaling",
            "optimizer",
            "learning-rate",
            "schedule",
            "clip",
            "batch-size",
            "validation",
            "early-stopping",
            "patience",
            "epochs");

    /** The others, as they are where no preset sets them. */
    private static final Map<String, String> USUAL =
            Settings.parse("member-adapters=first member-batches=shared activation=relu normalization=none skip=0"
                    + " input-dropout=0 input-scale=false init=he bias-init=0 loss=auto ntk=false dropout-schedule=constant"
                    + " decay-schedule=constant smoothing-schedule=constant patience-growth=0 min-delta=0 temperature=none"
                    + " impute=mean one-hot-limit=64 min-count=2 date-parts=auto raw-target=false extrapolate=false");

    /** Those that nothing sets where they are not given. */
    private static final Set<String> OPTIONAL = Set.of("rate-factors", "decay-factors", "regularizer", "positive");

    /** Has a place of its own in a configuration. */
    private static final String VALIDATION = "validation";

    private final SettingValues values;
    private final Map<String, String> settings;
    private final boolean hasOwnEpochs;

    /**
     * Takes the settings of a preset, and others in place of some.
     *
     * @throws IllegalArgumentException if the preset sets something unknown
     */
    Recipe(Preset preset, Map<String, String> own) {
        for (String name : preset.settings().keySet()) {
            if (!OF_PRESETS.contains(name) && !USUAL.containsKey(name)) {
                throw new IllegalArgumentException("preset " + preset.label() + " sets " + name + ", which is unknown");
            }
        }
        settings = new LinkedHashMap<>(USUAL);
        settings.putAll(preset.settings());
        settings.putAll(own);
        values = new SettingValues(settings);
        hasOwnEpochs = own.containsKey("epochs");
    }

    /** Returns the names of the settings that can be given in place of a preset's, in alphabetical order. */
    static List<String> names() {
        List<String> names = new ArrayList<>(OF_PRESETS);
        names.remove(VALIDATION);
        names.addAll(USUAL.keySet());
        names.addAll(OPTIONAL);
        return names.stream().sorted().toList();
    }

    /**
     * Checks a setting that is given in place of a preset's.
     *
     * @throws IllegalArgumentException if it is unknown, or its value cannot be read
     */
    static void require(Preset preset, String name, String value) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException(
                    "there is no setting " + Quoted.of(name) + "; the settings are " + String.join(", ", names()));
        }
        try {
            new Recipe(preset, Map.of(name, value)).check();
        } catch (IllegalArgumentException | MetricException e) {
            throw new IllegalArgumentException(
                    "the setting " + name + " is " + Quoted.of(value) + ": " + e.getMessage(), e);
        }
    }

    /** Reads each value by itself. */
    private void check() {
        pipelineConfig(Task.AUTO);
        units();
        activation();
        normalization();
        values.list("dropout").forEach(text -> SettingValues.share("dropout", text));
        values.list("skip").forEach(text -> SettingValues.whole(text, 0, Integer.MAX_VALUE));
        inputDropout();
        values.flag("input-scale");
        initializer();
        biasInit();
        loss();
        values.auto("number-embedding").ifPresent(NumberEmbedding.choices()::parse);
        values.auto("members").ifPresent(text -> SettingValues.whole(text, 1, MemberScale.MAX_MEMBERS));
        adaptsAllLayers();
        isSoftened();
        earlyStopping();
        training(SOME_ROWS, true, 0, 1, false);
    }

    /**
     * Requires settings that go together.
     *
     * @throws IllegalArgumentException if some do not; the message says which
     */
    void requireTogether(Task given) {
        requireMonitor(task(given));
        NetworkSpec.inputs(1).layers(hidden()).output(1, Loss.meanSquaredError());
    }

    /** Requires that what is watched exists for a task. */
    private void requireMonitor(Task task) {
        if (task == Task.AUTO) {
            return;
        }
        List<Loss> losses = loss().map(List::of)
                .orElse(
                        task == Task.REGRESSION
                                ? List.of(Loss.meanSquaredError())
                                : List.of(Loss.binaryCrossEntropy(), Loss.softmaxCrossEntropy()));
        Monitor monitor = earlyStopping().map(EarlyStopping::monitor).orElse(Monitor.validationLoss());
        boolean exists = switch (monitor) {
            case Monitor.OfMetric(Metric metric) ->
                losses.stream().map(Loss::predictionKind).anyMatch(metric::fits);
            case Monitor.ValidationAccuracy _ -> task == Task.CLASSIFICATION;
            default -> true;
        };
        if (!exists) {
            throw new IllegalArgumentException("early-stopping watches " + monitor.name() + ", which " + task.label()
                    + " does not have; watch validation_loss, or another metric");
        }
    }

    /** Returns whether members have factors and biases of their own in every hidden layer. */
    private boolean adaptsAllLayers() {
        return switch (values.text("member-adapters")) {
            case "first" -> false;
            case "all" -> true;
            default -> throw new IllegalArgumentException("expected first or all");
        };
    }

    /**
     * Returns what the target is: what the loss is for, if that is not given.
     *
     * @throws IllegalArgumentException if another was given, or there is a positive class of values
     */
    Task task(Task given) {
        Optional<Loss> loss = loss();
        Task task = given;
        if (loss.isPresent()) {
            Task needed = loss.get().isClassification() ? Task.CLASSIFICATION : Task.REGRESSION;
            if (given != Task.AUTO && given != needed) {
                throw new IllegalArgumentException("the task " + given.label() + " does not go with the loss "
                        + loss.get().name() + ": use a loss for "
                        + (given == Task.REGRESSION
                                ? "real numbers, such as mean_squared_error"
                                : "classes, such as softmax_cross_entropy"));
            }
            task = needed;
        }
        if (settings.containsKey("positive") && task == Task.REGRESSION) {
            throw new IllegalArgumentException("the setting positive only applies to classes; leave it out");
        }
        return settings.containsKey("positive") ? Task.CLASSIFICATION : task;
    }

    /** Returns how columns become inputs. */
    PipelineConfig pipelineConfig(Task given) {
        return PipelineConfig.defaults()
                .withTask(task(given))
                .withScaling(SettingValues.named(values.text("scaling"), Scaling.values(), Scaling::label))
                .withMissing(SettingValues.named(values.text("impute"), MissingNumbers.values(), MissingNumbers::label))
                .withOneHotLimit(SettingValues.whole(values.text("one-hot-limit"), 0, Integer.MAX_VALUE))
                .withMinCount(SettingValues.whole(values.text("min-count"), 1, Integer.MAX_VALUE))
                .withDateParts(dateParts())
                .withStandardizedTarget(!values.flag("raw-target"))
                .withClampedPredictions(!values.flag("extrapolate"))
                .withPositive(settings.get("positive"));
    }

    private List<DatePart> dateParts() {
        return switch (values.text("date-parts")) {
            case "auto" -> DatePart.DEFAULT;
            case NONE -> List.of();
            default ->
                values.list("date-parts").stream()
                        .map(name -> SettingValues.named(name, DatePart.values(), DatePart::label))
                        .toList();
        };
    }

    /** Returns the share of the rows that is held back. */
    double validation() {
        return values.number(VALIDATION);
    }

    /** Returns whether probabilities are made softer, by a temperature that fits the rows held back. */
    boolean isSoftened() {
        return switch (values.text("temperature")) {
            case "fitted" -> true;
            case NONE -> false;
            default -> throw new IllegalArgumentException("expected none or fitted");
        };
    }

    /** Returns when training ends early, or nothing if it does not. */
    Optional<EarlyStopping> earlyStopping() {
        String figure = values.text("early-stopping");
        Monitor monitor = switch (figure) {
            case "validation_loss", NONE -> Monitor.validationLoss();
            case "validation_accuracy" -> Monitor.validationAccuracy();
            case "train_loss" -> Monitor.trainingLoss();
            default -> Monitor.metric(Metrics.byName(figure));
        };
        EarlyStopping rule = new EarlyStopping(
                monitor,
                SettingValues.whole(values.text("patience"), 1, Integer.MAX_VALUE),
                values.number("patience-growth", 0),
                values.number("min-delta", 0),
                true);
        return Optional.of(rule).filter(_ -> !figure.equals(NONE));
    }

    /** Returns how weights begin. */
    Initializer initializer() {
        return Initializer.choices().parse(values.text("init"));
    }

    /** Returns the value that biases begin with. */
    double biasInit() {
        return values.number("bias-init", -Double.MAX_VALUE);
    }

    private Optional<Loss> loss() {
        return values.auto("loss").map(Loss.choices()::parse);
    }

    private double inputDropout() {
        return SettingValues.share("input-dropout", values.text("input-dropout"));
    }

    private Activation activation() {
        return Activation.choices().parse(values.text("activation"));
    }

    private Normalization normalization() {
        return Normalization.choices().parse(values.text("normalization"));
    }

    /** Returns the network for training rows. */
    NetworkSpec network(Pipeline pipeline, Dataset training) {
        return network(pipeline, training.size()).build(training);
    }

    /**
     * Begins the network for training rows.
     *
     * @param rows how many there are
     */
    NetworkBuilder network(Pipeline pipeline, int rows) {
        List<Dense> hidden = hidden();
        @Nullable Loss loss = loss().orElse(null);
        NumberEmbedding embedding = values.auto("number-embedding")
                .map(NumberEmbedding.choices()::parse)
                .orElseGet(() -> EnsembleSize.embedding(pipeline.numbers().size()));
        int members = values.auto("members")
                .map(text -> SettingValues.whole(text, 1, MemberScale.MAX_MEMBERS))
                .orElseGet(() -> EnsembleSize.members(
                        rows,
                        EnsembleSize.features(
                                pipeline.width(), pipeline.numbers().size(), embedding, pipeline.embeddings()),
                        hidden.stream().map(Dense::units).toList(),
                        NetworkBuilder.Output.of(pipeline.target(), loss).count()));
        NetworkBuilder network = pipeline.network()
                .members(members)
                .numberEmbedding(embedding)
                .inputDropout(inputDropout())
                .layers(hidden);
        if (adaptsAllLayers()) {
            network.adaptersInAllLayers();
        }
        if (values.flag("input-scale")) {
            network.inputScale();
        }
        return loss == null ? network : network.loss(loss);
    }

    private List<Integer> units() {
        return values.text("layers").equals(NONE)
                ? List.of()
                : values.list("layers").stream()
                        .map(units -> SettingValues.whole(units, 1, NetworkSpec.MAX_WIDTH))
                        .toList();
    }

    private List<Dense> hidden() {
        List<Integer> units = units();
        List<Double> dropped = values.each("dropout", units.size(), text -> SettingValues.share("dropout", text));
        List<Integer> skips =
                values.each("skip", units.size(), text -> SettingValues.whole(text, 0, Integer.MAX_VALUE));
        List<Dense> hidden = new ArrayList<>();
        for (int layer = 0; layer < units.size(); layer++) {
            hidden.add(
                    new Dense(units.get(layer), activation(), dropped.get(layer), normalization(), skips.get(layer)));
        }
        return hidden;
    }

    /**
     * Returns how to train.
     *
     * @param rows the training rows
     * @param isValidated whether rows are held back, so that training can end early; without that there are fewer epochs
     * @param isReproducible whether the result has the same bits for every number of threads
     */
    TrainingConfig training(int rows, boolean isValidated, long seed, int threads, boolean isReproducible) {
        @Nullable String most = settings.get("epochs");
        int epochs = (isValidated || hasOwnEpochs) && most != null
                ? SettingValues.whole(most, 1, Integer.MAX_VALUE)
                : TableDefaults.epochs(rows);
        int batchSize = values.auto("batch-size")
                .map(text -> SettingValues.whole(text, 1, Integer.MAX_VALUE))
                .orElseGet(() -> TableDefaults.batchSize(rows));
        return new TrainingConfig(
                new Optimization(
                        Optimizer.choices().parse(values.text("optimizer")),
                        schedule("schedule", values.number("learning-rate"), epochs),
                        ScheduleUnit.EPOCH,
                        factors(),
                        GradientClipping.choices().parse(values.text("clip")),
                        batchSize,
                        epochs),
                new Regularization(
                        regularizers(),
                        schedule("dropout-schedule", 1, epochs),
                        schedule("decay-schedule", 1, epochs),
                        schedule("smoothing-schedule", 1, epochs)),
                new Execution(seed, Shuffle.auto(), threads, isReproducible, 1, memberBatches()));
    }

    private MemberBatches memberBatches() {
        return SettingValues.named(values.text("member-batches"), MemberBatches.values(), MemberBatches::label);
    }

    private Schedule schedule(String name, double initial, int epochs) {
        Map<String, Number> defaults = new HashMap<>(Map.of("initial", initial, "period", epochs));
        return Schedule.parse(values.text(name), defaults);
    }

    private ParameterFactors factors() {
        return new ParameterFactors(factors("rate-factors"), factors("decay-factors"), values.flag("ntk"));
    }

    private Map<ParameterKind, Double> factors(String name) {
        @Nullable String text = settings.get(name);
        return text == null ? Map.of() : ParameterFactors.parse(text);
    }

    /** Returns the penalties and constraints, which blanks separate. */
    private List<Regularizer> regularizers() {
        @Nullable String text = settings.get("regularizer");
        return text == null
                ? List.of()
                : Arrays.stream(text.strip().split(" +"))
                        .map(Regularizer.choices()::parse)
                        .toList();
    }
}
