package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.TableModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trains a model within a task. */
public final class Training {
    /** The beginnings of the names of facts that are metrics. */
    private static final Set<String> METRICS = Set.of("train_", "validation_");

    private Training() {}

    /**
     * What came of a training: a model or an error.
     *
     * @param model the bytes of its file, or null
     * @param metrics by name
     * @param notes about the table
     * @param error a sentence, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(
            byte @Nullable [] model,
            LinkedHashMap<String, Double> metrics,
            ArrayList<String> notes,
            @Nullable String error)
            implements Serializable {}

    /**
     * Trains a model. What is wrong with the rows or the settings is a result, because no other attempt would do better.
     *
     * @param table read; remains the caller's
     * @param shared where checkpoints are written, or null for none
     * @param name of the folder for those of this training
     */
    public static Result run(Table table, TaskConfig config, @Nullable SharedFolder shared, String name) {
        try (TableModel model = fit(table, config, shared, name)) {
            return new Result(
                    ModelBytes.of(model),
                    new LinkedHashMap<>(metrics(model.facts())),
                    new ArrayList<>(model.notes()),
                    null);
        } catch (InvalidInputException | DivergedException | IllegalArgumentException e) {
            return new Result(null, new LinkedHashMap<>(), new ArrayList<>(), sentence(e));
        }
    }

    /**
     * Trains a model, which the caller closes.
     *
     * @throws InvalidInputException if the table cannot be learned from
     */
    public static TableModel fit(Table table, TaskConfig config, @Nullable SharedFolder shared, String name) {
        return shared == null
                ? TableModel.fit(table, config.config())
                : new Attempts(shared, name).fit(table, config.config());
    }

    /** Returns what an exception says, or what it is if it says nothing. */
    public static String sentence(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static Map<String, Double> metrics(Map<String, String> facts) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        new TreeMap<>(facts).forEach((name, text) -> {
            if (METRICS.stream().anyMatch(name::startsWith)) {
                metrics.put(name, Double.parseDouble(text));
            }
        });
        return metrics;
    }
}
