package io.github.panagrad.table.model;

import io.github.panagrad.table.training.Settings;
import java.util.Locale;
import java.util.Map;

/** How a model of a table is trained, as {@code --preset} of the command line says. docs/quality.md says how they were chosen. */
public enum Preset {
    /** One small network with embeddings of numbers, stopped early. */
    QUICK("layers=128,64 members=1 number-embedding=piecewise_linear:bins=16,dimension=4 dropout=0.1"
            + " scaling=quantile_normal optimizer=adamw:weight-decay=0.01 learning-rate=0.003 schedule=constant"
            + " clip=global_norm:1 batch-size=auto validation=0.2 early-stopping=validation_loss patience=8"
            + " temperature=fitted"),

    /** TabM-mini with piecewise-linear embeddings, stopped early. */
    STANDARD("layers=256,256 members=auto number-embedding=auto dropout=0.1 scaling=quantile_normal"
            + " optimizer=adamw:weight-decay=0.0003 learning-rate=0.002 schedule=constant clip=global_norm:1"
            + " batch-size=auto validation=0.2 early-stopping=validation_loss patience=16 patience-growth=0.1"
            + " epochs=200"),

    /** Several recipes, cross-validated, as many as there is time for; on the command line only. */
    BEST("folds=5 time-limit=5m scaling=quantile_normal batch-size=auto early-stopping=validation_loss");

    private final String text;

    Preset(String text) {
        this.text = text;
    }

    /** Returns what it sets, in order: values by the names of the command line's options, without dashes. */
    public Map<String, String> settings() {
        return Settings.parse(text);
    }

    /** Returns the name for users, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
