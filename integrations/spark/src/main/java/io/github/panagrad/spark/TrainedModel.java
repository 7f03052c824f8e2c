package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.spark.tasks.Training;
import io.github.panagrad.table.model.TableModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of a training that was a task of Spark: a model, or a sentence that says why there is none. Threads may share it. */
public final class TrainedModel {
    private final byte @Nullable [] model;
    private final Map<String, Double> metrics;
    private final List<String> notes;
    private final @Nullable String error;

    TrainedModel(Training.Result result) {
        model = result.model();
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(result.metrics()));
        notes = List.copyOf(result.notes());
        error = result.error();
    }

    /**
     * Returns the bytes of the model's file, a copy: what {@link TableModel#save} writes.
     *
     * @throws InvalidInputException if there is no model; the message says why
     */
    public byte[] bytes() {
        return model().clone();
    }

    /**
     * Loads the model.
     *
     * @return to be closed by the caller
     * @throws InvalidInputException if there is no model; the message says why
     */
    public TableModel load() {
        return ModelBytes.load(model());
    }

    private byte[] model() {
        byte[] found = model;
        if (found == null) {
            throw new InvalidInputException("there is no model: " + error);
        }
        return found;
    }

    /** Returns the metrics of the training, such as {@code validation_loss}, by name; none if there is no model. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** Returns what was assumed about the table or looks wrong in it, as {@link TableModel#notes} does. */
    public List<String> notes() {
        return notes;
    }

    /** Returns why there is no model; empty if there is one. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }
}
