package io.github.panagrad.cli.options;

import io.github.panagrad.table.training.Settings;
import java.util.Locale;
import java.util.Map;

/**
 * The recipes that {@link Preset#BEST} tries, in this order, the quick ones first: each is a set of options, used where none are given. docs/quality.md
 * says how they were chosen.
 */
public enum Portfolio {
    /** A linear model. */
    LINEAR("layers=none members=1 number-embedding=none optimizer=adam learning-rate=0.01 schedule=constant"
            + " patience=8 patience-growth=0.2 epochs=200"),

    /** One network with numbers as they are. */
    PLAIN("layers=256,128 members=1 number-embedding=none dropout=0.2 optimizer=adamw:weight-decay=0.01"
            + " learning-rate=0.001 schedule=constant clip=global_norm:1 patience=8 patience-growth=0.2 epochs=200"),

    /** One network with embeddings of numbers. */
    EMBEDDED("layers=256,256 members=1 number-embedding=auto dropout=0.3 optimizer=adamw:weight-decay=0.01"
            + " learning-rate=0.001 schedule=constant clip=global_norm:1 patience=8 patience-growth=0.2 epochs=200"),

    /** As the standard. */
    TABM("layers=256,256 members=auto number-embedding=auto dropout=0.1 optimizer=adamw:weight-decay=0.0003"
            + " learning-rate=0.002 schedule=constant clip=global_norm:1 patience=16 patience-growth=0.1 epochs=200"),

    /** RealMLP (docs/quality.md) in half its epochs, whose schedules count epochs. */
    REALMLP("layers=256,256,256 members=1 number-embedding=pbld input-scale=true activation=parametric_mish"
            + " init=data_driven ntk=true rate-factors=bias=0.1,scale=6,activation=0.1,embedding=0.1"
            + " decay-factors=bias=0,scale=6,activation=0.1,embedding=0.1 dropout=0.15 optimizer=adam:beta2=0.95"
            + " regularizer=weight_decay:0.02 schedule=coslog dropout-schedule=flat_cos decay-schedule=flat_cos"
            + " patience=128 epochs=128 learning-rate=") {
        @Override
        String taskText(boolean isClasses) {
            return isClasses ? "0.04" : "0.2";
        }
    },

    /** Members, with numbers as they are. */
    TABM_PLAIN("layers=256,256,256 members=auto number-embedding=none dropout=0.1 optimizer=adamw:weight-decay=0.0003"
            + " learning-rate=0.002 schedule=constant clip=global_norm:1 patience=8 patience-growth=0.2 epochs=200"),

    /** A wide network of a smooth activation, slowly to a small rate. */
    SMOOTH(
            "layers=512,256 members=1 number-embedding=none activation=silu dropout=0.1 optimizer=adamw:weight-decay=0.02"
                    + " learning-rate=0.001 schedule=cosine clip=global_norm:1 patience=30 epochs=100"),

    /** As the standard, less flexible. */
    TABM_SMALL("layers=96,96 members=auto number-embedding=piecewise_linear:bins=16,dimension=8 dropout=0.25"
            + " optimizer=adamw:weight-decay=0.01 learning-rate=0.002 schedule=constant clip=global_norm:1 patience=8 patience-growth=0.2"
            + " epochs=200"),

    /** As the standard, more flexible, from other random numbers. */
    TABM_WIDE("layers=384,384 members=auto number-embedding=auto dropout=0.15 optimizer=adamw:weight-decay=0.001"
            + " learning-rate=0.0015 schedule=constant clip=global_norm:1 patience=8 patience-growth=0.2 epochs=200");

    private final String text;

    Portfolio(String text) {
        this.text = text;
    }

    /** Returns the end of the options, which depends on the task. */
    String taskText(boolean isClasses) {
        return "";
    }

    /**
     * Returns its options with their values, by their names without dashes, and with those that all recipes have.
     *
     * @param isClasses whether classes are to be learned, or values
     */
    public Map<String, String> options(boolean isClasses) {
        Map<String, String> options = Preset.BEST.options();
        options.putAll(Settings.parse(text + taskText(isClasses)));
        return options;
    }

    /** Returns the name for people. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
