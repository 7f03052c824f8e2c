package io.github.panagrad.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.cli.memory.MemoryJson;
import io.github.panagrad.cli.report.JsonText;
import io.github.panagrad.cli.report.MetricsFile;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.data.Targets;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object a line, each with the field {@code event}; {@code docs/cli.md} lists the others. */
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
            json.writeNumberField("epochs", training.config().epochs());
            json.writeNumberField("batch_size", training.config().batchSize());
            MemoryJson.write(json, training.memory(), training.limit());
            json.writeEndObject();
        });
    }

    private static void data(JsonGenerator json, Training training) throws IOException {
        Training.Parts parts = training.parts();
        json.writeObjectFieldStart("data");
        json.writeStringField("name", training.data().source().name());
        json.writeNumberField("inputs", training.data().samples().columns());
        if (training.data().samples().targets() instanceof Targets.Labels labels) {
            json.writeNumberField("classes", labels.classes());
        } else {
            json.writeNullField("classes");
        }
        json.writeNumberField("training_samples", parts.training().size());
        json.writeNumberField(
                "validation_samples",
                parts.validation() == null ? 0 : parts.validation().size());
        json.writeNumberField(
                "test_samples",
                training.data().test() == null ? 0 : training.data().test().size());
        json.writeEndObject();
    }

    @Override
    public Progress progress(Training training) {
        return new Steps(training.parts().training().size());
    }

    /** Epochs, and now and then a step. */
    private final class Steps implements Progress {
        /** Between two steps that are reported. */
        private static final long STEP_NANOS = 1_000_000_000;

        private final long samplesPerEpoch;
        private long reported = System.nanoTime();
        private long reportedSamples;

        Steps(long samplesPerEpoch) {
            this.samplesPerEpoch = samplesPerEpoch;
        }

        @Override
        public void onStep(int epoch, long samples) {
            long now = System.nanoTime();
            if (now - reported < STEP_NANOS) {
                return;
            }
            long all = (epoch - 1) * samplesPerEpoch + samples;
            double rate = (all - reportedSamples) / ((now - reported) * 1e-9);
            reported = now;
            reportedSamples = all;
            event("step", json -> {
                json.writeNumberField("epoch", epoch);
                json.writeNumberField("samples", samples);
                JsonText.number(json, "samples_per_second", rate);
            });
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            event("epoch", json -> {
                json.writeNumberField("epoch", metrics.epoch());
                JsonText.number(json, "learning_rate", metrics.learningRate());
                MetricsFile.writeFigures(json, metrics);
            });
        }

        @Override
        public void notice(String message) {
            Failures.print(message, err);
        }

        @Override
        public void close() {}
    }

    @Override
    public void end(End end) {
        Evaluation test = end.test();
        if (test != null) {
            event("test", json -> {
                JsonText.number(json, "loss", test.loss());
                JsonText.number(json, "accuracy", test.accuracy());
                json.writeNumberField("samples", test.samples());
            });
        }
        event("end", json -> {
            json.writeStringField("status", end.status().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("epochs", end.epochs().size());
            JsonText.number(json, "seconds", end.seconds());
            string(json, "model", end.saved() == null ? null : end.saved().toString());
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

    /** Whoever reads along gets each line when it is there. */
    private void event(String name, JsonText.Fields fields) {
        out.println(JsonText.object(json -> {
            json.writeStringField("event", name);
            fields.write(json);
        }));
        out.flush();
    }
}
