package io.github.panagrad.cli.training;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.metrics.ClassificationReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the metrics of a training as JSON, a line for each epoch, at once so that they can be watched. The file is created at the
 * first step, when the input is known to be good. Where a training resumes, it begins with the epochs that the checkpoint knows,
 * whatever became of the file since. What cannot be written is tried again with the next line. Closed by its owner.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsFile.class);

    private final @Nullable Path path;
    private final Optional<String> positive;
    private final LostOutputs lost;
    private final List<EpochMetrics> epochs = new ArrayList<>();
    private @Nullable String last;

    /** The complete lines in the file, and their bytes. */
    private int lines;

    private long bytes;

    /** Open unless the last attempt to write failed. Not a channel, which an interrupt would close. */
    private @Nullable RandomAccessFile file;

    private boolean begun;

    /**
     * Only names the file: it is not touched yet.
     *
     * @param path null for none
     * @param positive the positive one of two classes
     * @param lost hears of failures
     */
    MetricsFile(@Nullable Path path, Optional<String> positive, LostOutputs lost) {
        this.path = path;
        this.positive = positive;
        this.lost = lost;
    }

    @Override
    public void onStart(List<EpochMetrics> done) {
        epochs.addAll(done);
    }

    @Override
    public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
        if (!begun) {
            write();
        }
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        epochs.add(metrics);
        write();
    }

    private String line(EpochMetrics metrics) {
        return JsonText.object(json -> {
            json.writeNumberField("epoch", metrics.epoch());
            writeMetrics(json, metrics, positive);
        });
    }

    /** Writes which class metrics are about, if some are about one. */
    static void writePositive(JsonGenerator json, Set<String> metrics, Optional<String> positive) throws IOException {
        if (positive.isPresent() && metrics.stream().anyMatch(ClassificationReport::isAboutPositive)) {
            json.writeStringField("positive_class", positive.get());
        }
    }

    /** Writes the metrics of an epoch; those that are not available are null. */
    public static void writeMetrics(JsonGenerator json, EpochMetrics metrics, Optional<String> positive)
            throws IOException {
        JsonText.number(json, "train_loss", metrics.trainLoss());
        JsonText.number(json, "train_accuracy", metrics.trainAccuracy());
        JsonText.number(json, "validation_loss", metrics.validationLoss());
        JsonText.number(json, "validation_accuracy", metrics.validationAccuracy());
        JsonText.number(json, "seconds", metrics.seconds());
        JsonText.number(json, "samples_per_second", metrics.samplesPerSecond());
        writePositive(json, metrics.metrics().keySet(), positive);
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
        last = JsonText.object(json -> {
            json.writeStringField("event", "end");
            JsonText.number(json, "test_loss", test == null ? Double.NaN : test.loss());
            JsonText.number(json, "test_accuracy", test == null ? Double.NaN : test.accuracy());
            JsonText.number(json, "seconds", seconds);
        });
        write();
    }

    /** Writes the lines that are not in the file yet. */
    private void write() {
        begun = true;
        Path target = path;
        if (target == null) {
            return;
        }
        try {
            RandomAccessFile open = file == null ? open(target) : file;
            while (lines < epochs.size()) {
                write(open, line(epochs.get(lines)));
            }
            if (last != null && lines == epochs.size()) {
                write(open, last);
            }
            lost.find(target);
        } catch (IOException e) {
            lost.lose(target, e);
            cut();
        }
    }

    private void write(RandomAccessFile open, String line) throws IOException {
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        open.write(text);
        lines++;
        bytes += text.length;
    }

    private RandomAccessFile open(Path target) throws IOException {
        RandomAccessFile open = new RandomAccessFile(target.toFile(), "rw");
        file = open;
        if (open.length() < bytes) {
            // It is not the file that was written before.
            lines = 0;
            bytes = 0;
        }
        open.setLength(bytes);
        open.seek(bytes);
        return open;
    }

    /** Takes a line that was not written to its end out of the file, which is closed until the next attempt. */
    private void cut() {
        try (RandomAccessFile open = file) {
            if (open != null) {
                open.setLength(bytes);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be cut", path, e);
        }
        file = null;
    }

    @Override
    public void close() {
        RandomAccessFile open = file;
        Path target = path;
        if (open != null && target != null) {
            try {
                open.close();
            } catch (IOException e) {
                lost.lose(target, e);
            }
        }
    }
}
