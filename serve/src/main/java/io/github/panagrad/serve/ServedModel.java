package io.github.panagrad.serve;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.pipeline.row.FittedPipeline;
import io.github.panagrad.pipeline.row.PipelineReader;
import io.github.panagrad.pipeline.row.RowEncoder;
import io.github.panagrad.serve.file.ModelDescription;
import io.github.panagrad.serve.file.Safetensors;
import io.github.panagrad.serve.network.ServedEnsemble;
import io.github.panagrad.serve.network.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model file, ready to predict: raw rows in, predictions out.
 *
 * <pre>{@code
 * ServedModel model = ServedModel.load(Path.of("adult.safetensors"));
 * Prediction prediction = model.predict(Map.of("age", 39, "workclass", "State-gov", ...));
 * }</pre>
 *
 * <p>It takes every model that Panagrad saves: of one network or of several, with preprocessing or without. Its predictions are those
 * of the training library up to rounding. It is immutable and in the heap: threads share it without locks, virtual ones too, and
 * nothing is to be closed.
 *
 * <p>A row is computed on the calling thread. Where its texts need no stripping and its numbers are no texts, nothing is allocated
 * but the prediction.
 */
public final class ServedModel {
    /** A Java array holds no more. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private final ServedEnsemble ensemble;
    private final @Nullable FittedPipeline pipeline;
    private final @Nullable RowEncoder encoder;
    private final Map<String, String> facts;

    private ServedModel(ServedEnsemble ensemble, @Nullable FittedPipeline pipeline, Map<String, String> facts) {
        this.ensemble = ensemble;
        this.pipeline = pipeline;
        this.encoder = pipeline == null ? null : new RowEncoder(pipeline.schema(), pipeline.columns());
        this.facts = facts;
    }

    /**
     * Loads a model file of at most 2 GB.
     *
     * @throws ServedModelException if it cannot be read, or is not a model of Panagrad
     */
    public static ServedModel load(Path file) {
        try {
            // Checked first, because opening a named pipe would block until it has a writer.
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                throw new ServedModelException(file + ": this is not a regular file; name a model file");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return load(stream, file.toString());
            }
        } catch (NoSuchFileException e) {
            throw new ServedModelException(file + " cannot be read: there is no such file; check the path", e);
        } catch (IOException e) {
            throw new ServedModelException(
                    file + " cannot be read: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Loads a model from a stream, which is read to its end and left open.
     *
     * @throws ServedModelException if it is not a model of Panagrad
     * @throws IOException if the stream fails
     */
    public static ServedModel load(InputStream stream) throws IOException {
        return load(stream, "the model");
    }

    /**
     * Loads a model that is a resource on the class path. A resource in a package of a module is that module's own, unless it opens the
     * package to this one: there, {@code owner.getResourceAsStream(name)} is called by the module itself, and gives a stream to load.
     *
     * @param owner a class next to which it is
     * @param name as {@link Class#getResourceAsStream} takes it
     * @throws ServedModelException if there is none, it cannot be read, or it is not a model of Panagrad
     */
    public static ServedModel load(Class<?> owner, String name) {
        String resource = "the resource " + Quoted.bare(name) + " of " + owner.getName();
        try (InputStream stream = owner.getResourceAsStream(name)) {
            if (stream == null) {
                throw new ServedModelException(resource
                        + ": there is none; a name begins with / unless it is relative to the package of the class, and a"
                        + " resource of a module is loaded from a stream that the module itself opens");
            }
            return load(stream, resource);
        } catch (IOException e) {
            throw new ServedModelException(
                    resource + " cannot be read: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }

    private static ServedModel load(InputStream stream, String name) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_BYTES);
        if (bytes.length == MAX_BYTES) {
            throw new ServedModelException(
                    name + ": it has more than 2 GB, which is more than can be served; use the training library");
        }
        try {
            Safetensors file = Safetensors.read(bytes);
            ModelDescription description = ModelDescription.of(file.metadata());
            ServedEnsemble ensemble = ServedEnsemble.of(description, file);
            String json = description.facts().get(PipelineReader.FACT);
            FittedPipeline pipeline = json == null ? null : PipelineReader.read(json);
            if (pipeline != null) {
                requireFit(ensemble, pipeline);
            }
            return new ServedModel(ensemble, pipeline, Map.copyOf(description.facts()));
        } catch (IllegalArgumentException | PipelineException e) {
            throw new ServedModelException(name + ": " + e.getMessage(), e);
        }
    }

    private static void requireFit(ServedEnsemble ensemble, FittedPipeline pipeline) {
        if (ensemble.inputs() != pipeline.width()) {
            throw new IllegalArgumentException("the preprocessing gives " + pipeline.width()
                    + " inputs, but the network takes " + ensemble.inputs());
        }
        List<ServedEnsemble.Table> needed = new ArrayList<>();
        int at = 0;
        for (FittedColumn column : pipeline.columns()) {
            if (column instanceof FittedColumn.Embedded embedded) {
                needed.add(new ServedEnsemble.Table(at, embedded.places(), embedded.dimension()));
            }
            at += column.inputs().size();
        }
        if (!needed.equals(ensemble.tables())) {
            throw new IllegalArgumentException(
                    "the preprocessing needs embeddings " + needed + ", but the network has " + ensemble.tables());
        }
        int outputs = ensemble.outputs();
        switch (pipeline.target()) {
            case FittedTarget.Classes classes -> {
                int known = classes.classes().size();
                if (outputs != known && !(outputs == 1 && known == 2)) {
                    throw new IllegalArgumentException(
                            "the target has " + known + " classes, but the network " + outputs + " outputs");
                }
            }
            case FittedTarget.Values _ -> {
                if (outputs != 1 || ensemble.link().isClassification()) {
                    throw new IllegalArgumentException(
                            "the target is one value, but the network has " + outputs + " outputs, or classifies");
                }
            }
        }
    }

    /** Returns the number of networks whose predictions are averaged; 1 if there is only one. */
    public int networks() {
        return ensemble.networks();
    }

    /** Returns how many numbers the networks take: those of a row that was encoded, if there is preprocessing. */
    public int inputs() {
        return ensemble.inputs();
    }

    /** Returns how many numbers the networks give. */
    public int outputs() {
        return ensemble.outputs();
    }

    /** Returns what was saved with the model, such as when and how it was trained. */
    public Map<String, String> facts() {
        return facts;
    }

    /** Returns the target, or nothing if the model has no preprocessing. */
    public Optional<FittedTarget> target() {
        return Optional.ofNullable(pipeline).map(FittedPipeline::target);
    }

    /**
     * Returns the columns that a row must have, in the order in which {@link #predict(Object[])} takes their values; empty if the model
     * has no preprocessing.
     */
    public List<String> columns() {
        return encoder == null ? List.of() : encoder.names();
    }

    /**
     * Predicts one row.
     *
     * @param row a value for each column by its name, others are ignored: a {@link Number}, {@link Boolean} or {@link String}, which is
     *     read as in the training table, and for a date also what {@link java.time} has for it, in UTC if it has no offset, a {@link
     *     java.util.Date} or the seconds since 1970; null, or a text that marks one, is a missing value
     * @throws PipelineException if a column is absent or its value is invalid, or the model has no preprocessing
     */
    public Prediction predict(Map<String, ?> row) {
        RowEncoder rows = encoder();
        Workspace workspace = ensemble.takeRow();
        try {
            rows.encode(row, workspace.rows[0], workspace.number);
            return predict(workspace);
        } finally {
            ensemble.giveRow(workspace);
        }
    }

    /**
     * Predicts one row of which the values are in the order of {@link #columns()}, without looking up names.
     *
     * @throws PipelineException if there are more or fewer, one is invalid, or the model has no preprocessing
     */
    public Prediction predict(@Nullable Object[] values) {
        RowEncoder rows = encoder();
        Workspace workspace = ensemble.takeRow();
        try {
            rows.encode(values, workspace.rows[0], workspace.number);
            return predict(workspace);
        } finally {
            ensemble.giveRow(workspace);
        }
    }

    private Prediction predict(Workspace workspace) {
        ensemble.predict(workspace, 1);
        return prediction(workspace, 0);
    }

    private RowEncoder encoder() {
        if (encoder == null) {
            throw new PipelineException("the model was saved without preprocessing, so it takes numbers only: predict"
                    + " an array of " + inputs() + " numbers, or train it from a table");
        }
        return encoder;
    }

    private Prediction prediction(Workspace workspace, int row) {
        double[] own = workspace.number;
        if (outputs() == 1) {
            own[0] = workspace.predictions[row];
        } else {
            own = Arrays.copyOfRange(workspace.predictions, row * outputs(), (row + 1) * outputs());
        }
        return Prediction.of(
                Objects.requireNonNull(pipeline).target(),
                own,
                ensemble.link().threshold(),
                ensemble.link().givesProbabilities());
    }

    /**
     * Predicts many rows, on the calling thread: faster than one by one where networks are wide.
     *
     * @param rows each as {@link #predict(Map)} takes it
     * @return a prediction for each row, in order
     * @throws PipelineException if a column is absent or its value is invalid, or the model has no preprocessing; the message says in
     *     which row
     */
    public List<Prediction> predictAll(List<? extends Map<String, ?>> rows) {
        RowEncoder encode = encoder();
        List<Prediction> predictions = new ArrayList<>(rows.size());
        Workspace workspace = ensemble.takeBlock();
        try {
            int count = 0;
            for (Map<String, ?> row : rows) {
                try {
                    encode.encode(row, workspace.rows[count], workspace.number);
                } catch (PipelineException e) {
                    throw new PipelineException(
                            "row " + (predictions.size() + count) + ", counted from 0: " + e.getMessage(), e);
                }
                if (++count == workspace.rows.length) {
                    addPredictions(workspace, count, predictions);
                    count = 0;
                }
            }
            addPredictions(workspace, count, predictions);
        } finally {
            ensemble.giveBlock(workspace);
        }
        return predictions;
    }

    private void addPredictions(Workspace workspace, int count, List<Prediction> predictions) {
        ensemble.predict(workspace, count);
        for (int r = 0; r < count; r++) {
            predictions.add(prediction(workspace, r));
        }
    }

    /**
     * Predicts one row of numbers: inputs of the networks as they are, which for a model with preprocessing means encoded.
     *
     * @param inputs as many as {@link #inputs()}; read
     * @return probabilities for classification, otherwise values as the networks give them: a target that was standardised in training
     *     is not restored
     * @throws IllegalArgumentException if there are more or fewer, or one is not a category's number where it must be
     */
    public double[] predict(double[] inputs) {
        double[] result = new double[outputs()];
        predict(inputs, result);
        return result;
    }

    /**
     * The same into the caller's array, so that nothing is allocated.
     *
     * @param inputs as many as {@link #inputs()}; read
     * @param result as many as {@link #outputs()}; written
     */
    public void predict(double[] inputs, double[] result) {
        requireLength("inputs", inputs.length, inputs());
        requireLength("results", result.length, outputs());
        Workspace workspace = ensemble.takeRow();
        try {
            System.arraycopy(inputs, 0, workspace.rows[0], 0, inputs.length);
            ensemble.predict(workspace, 1);
            System.arraycopy(workspace.predictions, 0, result, 0, result.length);
        } finally {
            ensemble.giveRow(workspace);
        }
    }

    /**
     * Predicts many rows of numbers, on the calling thread: faster than one by one where networks are wide.
     *
     * @param inputs each row as {@link #predict(double[])} takes it; read
     * @return a row for each
     * @throws IllegalArgumentException if a row has more or fewer numbers, or one is not a category's number where it must be
     */
    public double[][] predict(double[][] inputs) {
        double[][] results = new double[inputs.length][];
        Workspace workspace = ensemble.takeBlock();
        try {
            for (int from = 0; from < inputs.length; from += ensemble.blockRows()) {
                int count = Math.min(ensemble.blockRows(), inputs.length - from);
                for (int r = 0; r < count; r++) {
                    double[] row = inputs[from + r];
                    requireLength("inputs", row.length, inputs());
                    System.arraycopy(row, 0, workspace.rows[r], 0, row.length);
                }
                ensemble.predict(workspace, count);
                for (int r = 0; r < count; r++) {
                    results[from + r] = Arrays.copyOfRange(workspace.predictions, r * outputs(), (r + 1) * outputs());
                }
            }
        } finally {
            ensemble.giveBlock(workspace);
        }
        return results;
    }

    private static void requireLength(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("expected " + expected + " " + what + ", found " + found);
        }
    }
}
