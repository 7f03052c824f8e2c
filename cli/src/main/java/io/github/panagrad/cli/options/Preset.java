package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A set of options for tables, used where none are given. docs/quality.md says how they were chosen. */
public enum Preset {
    /** One small network with embeddings of numbers, stopped early. */
    QUICK("layers=128,64 members=1 number-embedding=piecewise_linear:bins=16,dimension=4 dropout=0.1"
            + " scaling=quantile_normal optimizer=adamw:weight-decay=0.01 learning-rate=0.003 schedule=constant"
            + " clip=global_norm:1 batch-size=auto validation=0.2 early-stopping=validation_loss patience=8"
            + " temperature=fitted"),

    /** TabM-mini with piecewise-linear embeddings, stopped early. */
    STANDARD("layers=256,256 members=auto number-embedding=auto dropout=0.1 scaling=quantile_normal"
            + " optimizer=adamw:weight-decay=0.0003 learning-rate=0.002 schedule=constant clip=global_norm:1"
            + " batch-size=auto validation=0.2 early-stopping=validation_loss patience=8 patience-growth=0.2"
            + " epochs=200"),

    /** The recipes of a {@link Portfolio}, cross-validated, as many as there is time for. */
    BEST("folds=5 time-limit=5m scaling=quantile_normal batch-size=auto early-stopping=validation_loss"),

    /** No set: each option's own default. */
    NONE("");

    /** Names and values. */
    private final String text;

    Preset(String text) {
        this.text = text;
    }

    /** Returns its options in order, with their values, by their names without dashes. */
    public Map<String, String> options() {
        return parse(text);
    }

    /** Reads names and values, separated by a blank. */
    static Map<String, String> parse(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int separator = option.indexOf('=');
            options.put(option.substring(0, separator), option.substring(separator + 1));
        }
        return options;
    }

    /** Returns the name as it is given. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the preset with a name.
     *
     * @throws InvalidInputException if there is none
     */
    public static Preset named(String name) {
        for (Preset preset : values()) {
            if (preset.label().equals(name)) {
                return preset;
            }
        }
        throw new InvalidInputException("--preset " + Quoted.bare(name) + ": expected one of "
                + Arrays.stream(values()).map(Preset::label).collect(Collectors.joining(", ")));
    }
}
