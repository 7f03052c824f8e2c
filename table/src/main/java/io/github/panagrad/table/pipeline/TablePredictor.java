package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A trained network, or an ensemble, with its preprocessing, for serving raw rows; threads may share it. The owner closes it;
 * then every call throws {@link IllegalStateException}.
 */
public final class TablePredictor implements AutoCloseable {
    private final Pipeline pipeline;
    private final Predictor predictor;
    private final boolean givesProbabilities;

    /**
     * Copies a network, which can be closed or trained on afterwards.
     *
     * @throws PipelineException if the network was made for other inputs or outputs
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if the network was closed
     */
    public TablePredictor(Network network, Pipeline pipeline) {
        this(network.spec(), pipeline, () -> new Predictor(network));
    }

    /**
     * Copies an ensemble, which can be closed afterwards. Its prediction is the mean of its members'.
     *
     * @throws PipelineException if the networks were made for other inputs or outputs
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if the ensemble was closed
     */
    public TablePredictor(Ensemble ensemble, Pipeline pipeline) {
        this(ensemble.spec(), pipeline, () -> new Predictor(ensemble));
    }

    private TablePredictor(NetworkSpec spec, Pipeline pipeline, Supplier<Predictor> predictor) {
        requireFit(spec, pipeline);
        this.pipeline = pipeline;
        // The hinge loss has margins, which are cut at 0.
        givesProbabilities = spec.loss().isClassification() && spec.loss().threshold() == 0.5;
        this.predictor = predictor.get();
    }

    /**
     * Loads a model of one network or of several that was saved with its pipeline as the fact {@link Pipeline#FACT}. Both
     * come from one opened file: a file that gets its name meanwhile has no influence.
     *
     * @throws PipelineException if the file has no pipeline, or one for another network
     * @throws io.github.panagrad.nn.ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     */
    public static TablePredictor load(Path file, Backend backend) {
        try (ModelFile model = ModelFile.open(file)) {
            Pipeline pipeline = Pipeline.ofFacts(model.contents().facts());
            try (Ensemble ensemble = model.read(backend)) {
                return new TablePredictor(ensemble, pipeline);
            }
        } catch (PipelineException e) {
            throw new PipelineException(file + ": " + e.getMessage(), e);
        }
    }

    private static void requireFit(NetworkSpec spec, Pipeline pipeline) {
        if (spec.inputs() != pipeline.width()) {
            throw new PipelineException(
                    "the preprocessing gives " + pipeline.width() + " inputs, but the network takes " + spec.inputs());
        }
        List<Layer> ofCategories =
                spec.embeddings().stream().filter(Embedding.class::isInstance).toList();
        if (!ofCategories.equals(pipeline.embeddings())) {
            throw new PipelineException("the preprocessing needs embeddings " + pipeline.embeddings()
                    + ", but the network has " + ofCategories);
        }
        switch (pipeline.target()) {
            case FittedTarget.Classes classes -> {
                int known = classes.classes().size();
                if (spec.outputs() != known && !(spec.outputs() == 1 && known == 2)) {
                    throw new PipelineException(
                            "the target has " + known + " classes, but the network " + spec.outputs() + " outputs");
                }
            }
            case FittedTarget.Values _ -> {
                if (spec.outputs() != 1 || spec.loss().isClassification()) {
                    throw new PipelineException("the target is one value, but the network has " + spec.outputs()
                            + " outputs for " + spec.loss().name());
                }
            }
        }
    }

    /** Returns the preprocessing. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** Returns the number of networks whose predictions are averaged; 1 if there is only one. */
    public int members() {
        return predictor.members();
    }

    /** Returns the shape of the network, or of each that predicts. */
    public NetworkSpec spec() {
        return predictor.spec();
    }

    /**
     * Predicts one row, on the calling thread.
     *
     * @param row as {@link Pipeline#encodeRow} takes it
     * @throws PipelineException if a column is absent or its value is invalid
     * @throws IllegalStateException if this was closed
     */
    public Prediction predict(Map<String, ?> row) {
        return prediction(predictor.predict(pipeline.encodeRow(row)));
    }

    /** Receives predictions. */
    @FunctionalInterface
    public interface Consumer {
        /**
         * Receives the prediction of a row.
         *
         * @param row its number in the table
         */
        void accept(int row, Prediction prediction);
    }

    /**
     * Predicts all rows of a table, a block at a time, on the calling thread.
     *
     * @param table has the columns that the pipeline needs; a target is ignored
     * @param consumer called for each row, in order
     * @throws PipelineException if a column is missing or of another type, or a number is infinite; the message names the place
     * @throws IllegalStateException if this was closed
     */
    public void predict(Table table, Consumer consumer) {
        TableEncoder encoder = new TableEncoder(pipeline, new TableRows(table, null));
        int width = pipeline.width();
        TableEncoder.Block block = encoder.new Block();
        for (int from = 0; from < table.rows(); from += encoder.blockRows()) {
            double[][] rows = new double[Math.min(encoder.blockRows(), table.rows() - from)][];
            double[] inputs = block.encode(from, rows.length);
            for (int r = 0; r < rows.length; r++) {
                rows[r] = Arrays.copyOfRange(inputs, r * width, (r + 1) * width);
            }
            double[][] outputs = predictor.predict(rows);
            for (int r = 0; r < rows.length; r++) {
                consumer.accept(from + r, prediction(outputs[r]));
            }
        }
    }

    /** Returns the predictions of all rows of a table, in order; the other form needs less memory. */
    public List<Prediction> predict(Table table) {
        List<Prediction> predictions = new ArrayList<>(table.rows());
        predict(table, (_, prediction) -> predictions.add(prediction));
        return predictions;
    }

    /**
     * Predicts several rows, on the calling thread, to the same bits as those rows of a table.
     *
     * @param rows each as {@link Pipeline#encodeRow} takes it
     * @return the predictions in the order of the rows
     * @throws PipelineException if a column is absent or its value is invalid; the message names the row, counted from 1
     * @throws IllegalStateException if this was closed
     */
    public List<Prediction> predict(List<? extends Map<String, ?>> rows) {
        List<Prediction> predictions = new ArrayList<>(rows.size());
        int blockRows = TableEncoder.blockRows(pipeline.width());
        for (int from = 0; from < rows.size(); from += blockRows) {
            double[][] inputs = new double[Math.min(blockRows, rows.size() - from)][];
            for (int r = 0; r < inputs.length; r++) {
                try {
                    inputs[r] = pipeline.encodeRow(rows.get(from + r));
                } catch (PipelineException e) {
                    throw new PipelineException("row " + (from + r + 1) + ": " + e.getMessage(), e);
                }
            }
            for (double[] outputs : predictor.predict(inputs)) {
                predictions.add(prediction(outputs));
            }
        }
        return predictions;
    }

    private Prediction prediction(double[] outputs) {
        return Prediction.of(pipeline.target(), outputs, spec().loss().threshold(), givesProbabilities);
    }

    /** Frees the memory; closing twice is harmless. */
    @Override
    public void close() {
        predictor.close();
    }
}
