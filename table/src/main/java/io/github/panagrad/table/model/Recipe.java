package io.github.panagrad.table.model;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Execution;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.Optimization;
import io.github.panagrad.nn.Regularization;
import io.github.panagrad.nn.ScheduleUnit;
import io.github.panagrad.nn.Shuffle;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.table.pipeline.NetworkBuilder;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.training.EnsembleSize;
import io.github.panagrad.table.training.TableDefaults;
import io.github.panagrad.tensor.Activation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of a preset, and what they make of a table. Immutable. */
final class Recipe {
    private static final String AUTO = "auto";

    /** Settings are checked as for a table of this size. */
    private static final int SOME_ROWS = 10_000;

    /** All that a preset may set; one of another name would be ignored. */
    private static final Set<String> NAMES = Set.of(
            "layers",
            "members",
            "member-adapters",
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
            "patience-growth",
            "epochs",
            "temperature");

    /** Those of them that have a place of their own in a configuration, or one value only. */
    private static final Set<String> FIXED = Set.of("validation", "early-stopping");

    private final Map<String, String> settings;
    private final boolean hasOwnEpochs;

    /**
     * Takes the settings of a preset, and others in place of some.
     *
     * @throws IllegalArgumentException if one is unknown, or has a value that is not supported here
     */
    Recipe(Preset preset, Map<String, String> own) {
        settings = new LinkedHashMap<>(preset.settings());
        for (String name : settings.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("preset " + preset.label() + " sets " + name + ", which is unknown");
            }
        }
        settings.putAll(own);
        hasOwnEpochs = own.containsKey("epochs");
        require("early-stopping", "validation_loss");
    }

    /** Returns the names of the settings that can be given in place of a preset's, in alphabetical order. */
    static List<String> names() {
        return NAMES.stream().filter(name -> !FIXED.contains(name)).sorted().toList();
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
            Recipe recipe = new Recipe(preset, Map.of(name, value));
            recipe.scaling();
            recipe.hidden();
            recipe.auto("number-embedding").ifPresent(NumberEmbedding.choices()::parse);
            recipe.auto("members").ifPresent(text -> whole(text, MemberScale.MAX_MEMBERS));
            recipe.adaptsAllLayers();
            recipe.requireTemperature();
            recipe.earlyStopping();
            recipe.training(SOME_ROWS, true, 0, 1, false);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the setting " + name + " is " + Quoted.of(value) + ": " + e.getMessage(), e);
        }
    }

    private static int whole(String text, int most) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number", e);
        }
        if (number < 1 || number > most) {
            throw new IllegalArgumentException("expected a whole number from 1 to " + most);
        }
        return number;
    }

    private void requireTemperature() {
        String value = settings.getOrDefault("temperature", "none");
        if (!value.equals("none") && !value.equals("fitted")) {
            throw new IllegalArgumentException("expected none or fitted");
        }
    }

    /** Returns whether members have factors and biases of their own in every hidden layer. */
    private boolean adaptsAllLayers() {
        return switch (settings.getOrDefault("member-adapters", "first")) {
            case "first" -> false;
            case "all" -> true;
            default -> throw new IllegalArgumentException("expected first or all");
        };
    }

    private void require(String name, String value) {
        if (!text(name).equals(value)) {
            throw new IllegalArgumentException(name + "=" + text(name) + " is not supported, only " + value);
        }
    }

    private String text(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the preset does not set " + name);
        }
        return value;
    }

    private double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number", e);
        }
    }

    Scaling scaling() {
        return Arrays.stream(Scaling.values())
                .filter(scaling -> scaling.label().equals(text("scaling")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(Scaling.values()).map(Scaling::label).collect(Collectors.joining(", "))));
    }

    /** Returns the share of the rows that is held back. */
    double validation() {
        return number("validation");
    }

    /** Returns whether probabilities are made softer, by a temperature that fits the rows held back. */
    boolean isSoftened() {
        return settings.getOrDefault("temperature", "none").equals("fitted");
    }

    /** Returns when training ends early. */
    EarlyStopping earlyStopping() {
        double growth = settings.containsKey("patience-growth") ? number("patience-growth") : 0;
        return new EarlyStopping(Monitor.validationLoss(), whole(text("patience"), Integer.MAX_VALUE), growth, 0, true);
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
        NumberEmbedding embedding = auto("number-embedding")
                .map(NumberEmbedding.choices()::parse)
                .orElseGet(() -> EnsembleSize.embedding(pipeline.numbers().size()));
        int members = auto("members")
                .map(text -> whole(text, MemberScale.MAX_MEMBERS))
                .orElseGet(() -> EnsembleSize.members(
                        rows,
                        EnsembleSize.features(
                                pipeline.width(), pipeline.numbers().size(), embedding, pipeline.embeddings()),
                        hidden.stream().map(Dense::units).toList(),
                        NetworkBuilder.Output.of(pipeline.target(), null).count()));
        NetworkBuilder builder =
                pipeline.network().members(members).numberEmbedding(embedding).layers(hidden);
        return adaptsAllLayers() ? builder.adaptersInAllLayers() : builder;
    }

    private List<Dense> hidden() {
        return text("layers").equals("none")
                ? List.of()
                : Arrays.stream(text("layers").split(",", -1))
                        .map(units ->
                                new Dense(whole(units, NetworkSpec.MAX_WIDTH), Activation.relu(), number("dropout")))
                        .toList();
    }

    /** Returns a value, or nothing if the data decides. */
    private Optional<String> auto(String name) {
        return Optional.of(text(name)).filter(value -> !value.equals(AUTO));
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
                ? whole(most, Integer.MAX_VALUE)
                : TableDefaults.epochs(rows);
        int batchSize = auto("batch-size")
                .map(text -> whole(text, Integer.MAX_VALUE))
                .orElseGet(() -> TableDefaults.batchSize(rows));
        Map<String, Number> defaults = new HashMap<>(Map.of("initial", number("learning-rate"), "period", epochs));
        return new TrainingConfig(
                new Optimization(
                        Optimizer.choices().parse(text("optimizer")),
                        Schedule.parse(text("schedule"), defaults),
                        ScheduleUnit.EPOCH,
                        GradientClipping.choices().parse(text("clip")),
                        batchSize,
                        epochs),
                new Regularization(List.of()),
                new Execution(seed, Shuffle.auto(), threads, isReproducible));
    }
}
