package io.github.panagrad.cli.training;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryJson;
import io.github.panagrad.cli.model.Quality;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.output.Version;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.data.Targets;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object per line, each with the field {@code event}; {@code docs/cli.md} lists the others. */
record JsonLinesOutput(PrintStream out, PrintStream err) implements TrainingOutput {
    @Override
    public void start(Training training) {
        event("start", json -> {
            json.writeStringField("version", Version.number());
            json.writeObjectFieldStart("config");
            for (Map.Entry<String, String> option :
                    training.reporting().config().asMap().entrySet()) {
                json.writeStringField(option.getKey(), option.getValue());
            }
            json.writeEndObject();
            data(json, training);
            json.writeObjectFieldStart("plan");
            json.writeStringField("layers", training.spec().widths());
            json.writeStringField("loss", training.spec().loss().name());
            json.writeStringField("dtype", training.dtype().label());
            json.writeNumberField("parameters", training.spec().parameterCount());
            json.writeStringField("backend", training.backend().label());
            json.writeNumberField("threads", training.memory().plan().threads());
            json.writeNumberField("epochs", training.config().optimization().epochs());
            json.writeNumberField("batch_size", training.config().optimization().batchSize());
            MemoryJson.write(json, training.memory(), training.limit());
            json.writeEndObject();
        });
    }

    private static void data(JsonGenerator json, Training training) throws IOException {
        LoadedData data = training.data();
        json.writeObjectFieldStart("data");
        json.writeStringField("name", training.data().source().name());
        json.writeNumberField("inputs", data.training().columns());
        if (data.training().targets() instanceof Targets.Labels labels) {
            json.writeNumberField("classes", labels.classes());
        } else {
            json.writeNullField("classes");
        }
        json.writeNumberField("training_samples", data.training().size());
        json.writeNumberField(
                "validation_samples",
                data.validation() == null ? 0 : data.validation().size());
        json.writeNumberField(
                "test_samples", data.test() == null ? 0 : data.test().size());
        json.writeEndObject();
    }

    @Override
    public Progress progress(Training training) {
        return new Steps(new SamplesDone(training.data().training().size(), training.samplesPerStep()));
    }

    /** Epochs, and a step at most once a second. */
    private final class Steps implements Progress {
        /** The minimum time between two reported steps. */
        private static final long STEP_NANOS = 1_000_000_000;

        private final SamplesDone samplesDone;
        private long reported = System.nanoTime();
        private long reportedSamples;

        Steps(SamplesDone samplesDone) {
            this.samplesDone = samplesDone;
        }

        @Override
        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
            samplesDone.afterStep(epoch, samples);
            long now = System.nanoTime();
            if (now - reported < STEP_NANOS) {
                return;
            }
            long here = samplesDone.here();
            double rate = (here - reportedSamples) / ((now - reported) * 1e-9);
            reported = now;
            reportedSamples = here;
            event("step", json -> {
                json.writeNumberField("epoch", epoch);
                json.writeNumberField("step", step);
                json.writeNumberField("samples", samples);
                JsonText.number(json, "loss", loss);
                JsonText.number(json, "learning_rate", learningRate);
                JsonText.number(json, "samples_per_second", rate);
            });
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            event("epoch", json -> {
                json.writeNumberField("epoch", metrics.epoch());
                JsonText.number(json, "learning_rate", metrics.learningRate());
                MetricsFile.writeMetrics(json, metrics);
            });
        }

        @Override
        public void onCheckpoint(Path file, long step) {
            event("checkpoint", json -> {
                json.writeNumberField("step", step);
                json.writeStringField("file", file.toString());
            });
        }

        @Override
        public void notice(String message) {
            Messages.print(message, err);
        }

        @Override
        public void close() {}
    }

    @Override
    public void end(End end) {
        end.outcome().validation().ifPresent(quality -> quality("validation", quality));
        end.outcome().test().ifPresent(quality -> quality("test", quality));
        event("end", json -> {
            json.writeStringField("status", end.status().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("epochs", end.epochs().size());
            JsonText.number(json, "seconds", end.seconds());
            string(json, "model", end.saved() == null ? null : end.saved().toString());
        });
    }

    private void quality(String part, Quality quality) {
        event(part, json -> {
            JsonText.number(json, "loss", quality.loss());
            for (Map.Entry<String, Double> metric : quality.metrics().entrySet()) {
                JsonText.number(json, metric.getKey(), metric.getValue());
            }
            json.writeNumberField("samples", quality.evaluation().samples());
        });
    }

    private static void string(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    @Override
    public boolean wantsSpeed() {
        return false;
    }

    /** Flushed, so that a reader gets each line at once. */
    private void event(String name, JsonText.Fields fields) {
        out.println(JsonText.object(json -> {
            json.writeStringField("event", name);
            fields.write(json);
        }));
        out.flush();
    }
}
