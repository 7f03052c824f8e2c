package io.github.panagrad.table.model;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Execution;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a preset, and what they make of a table. Immutable. */
final class Recipe {
    private static final String AUTO = "auto";

    /** All that a preset may set; one of another name would be ignored. */
    private static final Set<String> NAMES = Set.of(
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
            "patience-growth",
            "epochs",
            "temperature");

    private final Map<String, String> settings;

    /**
     * Takes the settings of a preset.
     *
     * @throws IllegalArgumentException if one is unknown, or has a value that is not supported here
     */
    Recipe(Preset preset) {
        settings = preset.settings();
        for (String name : settings.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("preset " + preset.label() + " sets " + name + ", which is unknown");
            }
        }
        require("early-stopping", "validation_loss");
        require("batch-size", AUTO);
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
        return Double.parseDouble(text(name));
    }

    Scaling scaling() {
        return Arrays.stream(Scaling.values())
                .filter(scaling -> scaling.label().equals(text("scaling")))
                .findFirst()
                .orElseThrow();
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
        double growth = Double.parseDouble(settings.getOrDefault("patience-growth", "0"));
        return new EarlyStopping(Monitor.validationLoss(), Integer.parseInt(text("patience")), growth, 0, true);
    }

    /** Returns the network for training rows. */
    NetworkSpec network(Pipeline pipeline, Dataset training) {
        List<Dense> hidden = Arrays.stream(text("layers").split(",", -1))
                .map(units -> new Dense(Integer.parseInt(units), Activation.relu(), number("dropout")))
                .toList();
        NumberEmbedding embedding = auto("number-embedding")
                .map(NumberEmbedding.choices()::parse)
                .orElseGet(() -> EnsembleSize.embedding(pipeline.numbers().size()));
        int members = auto("members")
                .map(Integer::parseInt)
                .orElseGet(() -> EnsembleSize.members(
                        training.size(),
                        EnsembleSize.features(
                                training.columns(), pipeline.numbers().size(), embedding, pipeline.embeddings()),
                        hidden.stream().map(Dense::units).toList(),
                        NetworkBuilder.Output.of(training.targets(), null).count()));
        return pipeline.network()
                .members(members)
                .numberEmbedding(embedding)
                .layers(hidden)
                .build(training);
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
     */
    TrainingConfig training(int rows, boolean isValidated, long seed, int threads) {
        @Nullable String most = settings.get("epochs");
        int epochs = isValidated && most != null ? Integer.parseInt(most) : TableDefaults.epochs(rows);
        Map<String, Number> defaults = new HashMap<>(Map.of("initial", number("learning-rate"), "period", epochs));
        return new TrainingConfig(
                new Optimization(
                        Optimizer.choices().parse(text("optimizer")),
                        Schedule.parse(text("schedule"), defaults),
                        ScheduleUnit.EPOCH,
                        GradientClipping.choices().parse(text("clip")),
                        TableDefaults.batchSize(rows),
                        epochs),
                new Regularization(List.of()),
                new Execution(seed, Shuffle.auto(), threads, false));
    }
}
