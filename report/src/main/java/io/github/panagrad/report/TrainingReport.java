package io.github.panagrad.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a report about a training, as plain values. Parts that are null or empty are left out of the page.
 *
 * <p>Immutable, but for the arrays of {@link Evidence}; threads may share it.
 *
 * @param title the heading, such as {@code adult-train.csv: 14}
 * @param version of the program, such as {@code panagrad 0.2.0}; may be empty
 * @param command the command that repeats the training; may be empty
 * @param notes remarks for the reader, such as why the training ended; may be empty
 * @param configuration name and value of each setting, in the order of the page
 * @param data the data it was trained on
 * @param curves the metrics of each epoch
 * @param metrics the final metrics
 * @param evidence predictions against the truth
 * @param importance the contribution of each column
 * @param surface the probabilities over a plane, for data with two features
 * @param timing how long it took
 * @param memory the bytes that were planned, by what they are for
 */
public record TrainingReport(
        String title,
        String version,
        String command,
        List<String> notes,
        Map<String, String> configuration,
        @Nullable DataSummary data,
        @Nullable LearningCurves curves,
        @Nullable MetricTable metrics,
        @Nullable Evidence evidence,
        @Nullable ImportanceTable importance,
        @Nullable DecisionSurface surface,
        @Nullable Timing timing,
        Map<String, Long> memory) {
    /**
     * Copies the list and the maps.
     *
     * @throws IllegalArgumentException if the title is blank
     */
    public TrainingReport {
        if (title.isBlank()) {
            throw new IllegalArgumentException("a report needs a title");
        }
        notes = List.copyOf(notes);
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
    }

    /** Returns a builder of a report with nothing but a title. */
    public static Builder titled(String title) {
        return new Builder(title);
    }

    /** Collects the parts of a report. Not for several threads. */
    public static final class Builder {
        private final String title;
        private String version = "";
        private String command = "";
        private List<String> notes = List.of();
        private Map<String, String> configuration = Map.of();
        private @Nullable DataSummary data;
        private @Nullable LearningCurves curves;
        private @Nullable MetricTable metrics;
        private @Nullable Evidence evidence;
        private @Nullable ImportanceTable importance;
        private @Nullable DecisionSurface surface;
        private @Nullable Timing timing;
        private Map<String, Long> memory = Map.of();

        private Builder(String title) {
            this.title = title;
        }

        /** Sets the program's name and version. */
        public Builder version(String text) {
            version = text;
            return this;
        }

        /** Sets the command that repeats the training. */
        public Builder command(String line) {
            command = line;
            return this;
        }

        /** Sets remarks that appear above everything else. */
        public Builder notes(List<String> sentences) {
            notes = sentences;
            return this;
        }

        /** Sets name and value of each setting, in the order of the page. */
        public Builder configuration(Map<String, String> settings) {
            configuration = settings;
            return this;
        }

        /** Sets the data it was trained on. */
        public Builder data(@Nullable DataSummary summary) {
            data = summary;
            return this;
        }

        /** Sets the metrics of each epoch. */
        public Builder curves(@Nullable LearningCurves epochs) {
            curves = epochs;
            return this;
        }

        /** Sets the final metrics. */
        public Builder metrics(@Nullable MetricTable table) {
            metrics = table;
            return this;
        }

        /** Sets predictions against the truth. */
        public Builder evidence(@Nullable Evidence predictions) {
            evidence = predictions;
            return this;
        }

        /** Sets the contribution of each column. */
        public Builder importance(@Nullable ImportanceTable table) {
            importance = table;
            return this;
        }

        /** Sets the probabilities over a plane. */
        public Builder surface(@Nullable DecisionSurface plane) {
            surface = plane;
            return this;
        }

        /** Sets how long it took. */
        public Builder timing(@Nullable Timing times) {
            timing = times;
            return this;
        }

        /** Sets the bytes that were planned, by what they are for. */
        public Builder memory(Map<String, Long> planned) {
            memory = planned;
            return this;
        }

        /** Returns the report. */
        public TrainingReport build() {
            return new TrainingReport(
                    title,
                    version,
                    command,
                    notes,
                    configuration,
                    data,
                    curves,
                    metrics,
                    evidence,
                    importance,
                    surface,
                    timing,
                    memory);
        }
    }
}
