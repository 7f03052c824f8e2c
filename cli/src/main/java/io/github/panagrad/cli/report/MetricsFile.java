package io.github.panagrad.cli.report;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a training's figures as JSON, a line for each epoch, at once, so that they can be watched. The file is made
 * with the first step, when nothing can be wrong with the input any more. Closed by its owner.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
    private final Path path;
    private @Nullable Writer writer;

    /** Names the file, and does not touch it yet. */
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
        Map<String, String> line = new LinkedHashMap<>();
        line.put("epoch", String.valueOf(metrics.epoch()));
        line.put("train_loss", number(metrics.trainLoss()));
        line.put("train_accuracy", number(metrics.trainAccuracy()));
        line.put("validation_loss", number(metrics.validationLoss()));
        line.put("validation_accuracy", number(metrics.validationAccuracy()));
        line.put("seconds", number(metrics.seconds()));
        line.put("samples_per_second", number(metrics.samplesPerSecond()));
        write(line);
    }

    /**
     * Writes the last line.
     *
     * @param test the figures of the test set, or null for none
     * @param seconds the time of the whole training
     */
    public void end(@Nullable Evaluation test, double seconds) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("event", "\"end\"");
        line.put("test_loss", test == null ? "null" : number(test.loss()));
        line.put("test_accuracy", test == null ? "null" : number(test.accuracy()));
        line.put("seconds", number(seconds));
        write(line);
    }

    /** JSON has no NaN; a figure that there is not is null. */
    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private void write(Map<String, String> line) {
        String json = line.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}\n"));
        try {
            Writer open = open();
            open.write(json);
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
