package io.github.panagrad.cli.training;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the metrics of a training as JSON, a line for each epoch, flushed so that they can be watched. The file is created
 * at the first step, when the input is known to be good. Closed by its owner.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
    private final Path path;
    private @Nullable Writer writer;

    /** Only names the file: it is not touched yet. */
    public MetricsFile(Path path) {
        this.path = path;
    }

    @Override
    public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
        if (writer == null) {
            open();
        }
    }

    private Writer open() {
        Writer open = writer;
        if (open == null) {
            try {
                open = Files.newBufferedWriter(path);
            } catch (IOException e) {
                throw cannotWrite(e);
            }
            writer = open;
        }
        return open;
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        write(JsonText.object(json -> {
            json.writeNumberField("epoch", metrics.epoch());
            writeMetrics(json, metrics);
        }));
    }

    /** Writes the metrics of an epoch; those that are not available are null. */
    public static void writeMetrics(JsonGenerator json, EpochMetrics metrics) throws IOException {
        JsonText.number(json, "train_loss", metrics.trainLoss());
        JsonText.number(json, "train_accuracy", metrics.trainAccuracy());
        JsonText.number(json, "validation_loss", metrics.validationLoss());
        JsonText.number(json, "validation_accuracy", metrics.validationAccuracy());
        JsonText.number(json, "seconds", metrics.seconds());
        JsonText.number(json, "samples_per_second", metrics.samplesPerSecond());
        for (Map.Entry<String, Double> metric : metrics.metrics().entrySet()) {
            JsonText.number(json, metric.getKey(), metric.getValue());
        }
    }

    /**
     * Writes the last line.
     *
     * @param test the evaluation on the test set, or null if there is none
     * @param seconds the time of this run
     */
    public void end(@Nullable Evaluation test, double seconds) {
        write(JsonText.object(json -> {
            json.writeStringField("event", "end");
            JsonText.number(json, "test_loss", test == null ? Double.NaN : test.loss());
            JsonText.number(json, "test_accuracy", test == null ? Double.NaN : test.accuracy());
            JsonText.number(json, "seconds", seconds);
        }));
    }

    private void write(String line) {
        try {
            Writer open = open();
            open.write(line + "\n");
            open.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private UncheckedIOException cannotWrite(IOException e) {
        return new UncheckedIOException(new IOException("cannot write " + path + ": " + IoReason.of(e), e));
    }

    @Override
    public void close() {
        Writer open = writer;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }
}
