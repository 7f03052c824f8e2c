package io.github.panagrad.cli.training;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.Panagrad;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryJson;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.table.model.Quality;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON object per line, each with the field {@code event}; {@code docs/cli.md} lists the others. */
record JsonLinesOutput(PrintStream out, PrintStream err) implements TrainingOutput {
    @Override
    public void start(Training training) {
        event("start", json -> {
            json.writeStringField("version", Panagrad.version());
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
    public void folds(FoldedTraining training) {
        event("folds", json -> {
            json.writeNumberField("folds", training.folds());
            json.writeNumberField("recipes", training.recipes().size());
            json.writeNumberField("rounds", training.rounds());
            json.writeNumberField("networks_at_once", training.atOnce());
        });
    }

    @Override
    public void recipe(RecipeResult result) {
        event("recipe", json -> {
            json.writeStringField("recipe", result.name());
            JsonText.number(json, "loss", result.loss());
            json.writeArrayFieldStart("epochs");
            for (History history : result.histories()) {
                json.writeNumber(history.epochs().size());
            }
            json.writeEndArray();
            JsonText.number(json, "seconds", result.seconds());
        });
    }

    @Override
    public void chosen(Map<String, Integer> counts) {
        event("chosen", json -> {
            for (Map.Entry<String, Integer> recipe : counts.entrySet()) {
                json.writeNumberField(recipe.getKey(), recipe.getValue());
            }
        });
    }

    @Override
    public Progress progress(Training training) {
        return new Steps(
                new SamplesDone(training.data().training().size(), training.samplesPerStep()),
                training.data().positive());
    }

    /** Epochs, and a step at most once a second. */
    private final class Steps implements Progress {
        /** The minimum time between two reported steps. */
        private static final long STEP_NANOS = 1_000_000_000;

        private final SamplesDone samplesDone;
        private final Optional<String> positive;
        private long reported = System.nanoTime();
        private long reportedSamples;

        Steps(SamplesDone samplesDone, Optional<String> positive) {
            this.samplesDone = samplesDone;
            this.positive = positive;
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
                MetricsFile.writeMetrics(json, metrics, positive);
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
            if (end.outcome().isSoftened()) {
                JsonText.number(json, "temperature", end.outcome().temperature());
            }
            string(json, "model", end.saved() == null ? null : end.saved().toString());
        });
    }

    private void quality(String part, Quality quality) {
        event(part, json -> {
            JsonText.number(json, "loss", quality.loss());
            MetricsFile.writePositive(json, quality.metrics().keySet(), quality.positive());
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
