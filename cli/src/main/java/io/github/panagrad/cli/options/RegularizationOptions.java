package io.github.panagrad.cli.options;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Regularization;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that keep weights and gradients small. */
@OptionGroup("Training")
public final class RegularizationOptions {
    @Option(
            names = "--regularizer",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description =
                    "A penalty or constraint on the weights, such as l2:0.01 or max_norm:3; 'panagrad help regularizers' lists"
                            + " them. Repeat for several. weight_decay:0 is none. Default: none; for the values of"
                            + " a table with --preset none and adam, a weight_decay that falls with the number of steps.")
    private @Nullable List<String> regularizers;

    @Option(
            names = "--clip",
            paramLabel = "NAME[:LIMIT]",
            description =
                    "Limit of the gradient: none, value:LIMIT, norm:LIMIT for each tensor, or global_norm:LIMIT. LIMIT"
                            + " is above 0, and 1 if left out. Default: none, and for tables global_norm:1.")
    private @Nullable String clip;

    @Option(
            names = "--dropout-schedule",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "How dropout changes, as factors: a schedule from 1 (or its initial) down, such as flat_cos,"
                    + " which counts what --schedule-by says ('panagrad help schedules'). Default: constant.")
    private @Nullable String dropoutSchedule;

    @Option(
            names = "--decay-schedule",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "The same for weight decay, that of adamw and lion included. Default: constant.")
    private @Nullable String decaySchedule;

    @Option(
            names = "--smoothing-schedule",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "The same for label smoothing. Default: constant.")
    private @Nullable String smoothingSchedule;

    /**
     * Returns everything.
     *
     * @param regularizers those that were given, or the usual ones
     * @param schedules parses a schedule of an option
     */
    Regularization regularization(List<Regularizer> regularizers, BiFunction<String, String, Schedule> schedules) {
        return new Regularization(
                regularizers,
                schedule("--dropout-schedule", dropoutSchedule, schedules),
                schedule("--decay-schedule", decaySchedule, schedules),
                schedule("--smoothing-schedule", smoothingSchedule, schedules));
    }

    private static Schedule schedule(
            String option, @Nullable String text, BiFunction<String, String, Schedule> schedules) {
        return text == null ? Schedule.constant(1) : schedules.apply(option, text);
    }

    /** Returns the regularisers. */
    public List<Regularizer> regularizers() {
        List<Regularizer> parsed = new ArrayList<>();
        if (regularizers != null) {
            regularizers.forEach(text -> parsed.add(Names.choice("--regularizer", Regularizer.choices(), text)));
        }
        return parsed;
    }

    /** Returns whether no regulariser was given. */
    boolean hasNone() {
        return regularizers == null;
    }

    /** Returns the limit of the gradient. */
    public GradientClipping clipping() {
        return Names.choice("--clip", GradientClipping.choices(), clip == null ? "none" : clip);
    }

    /** Returns the first given option, or null. */
    @Nullable
    String given() {
        return regularizers != null
                ? "--regularizer " + Quoted.bare(regularizers.getFirst())
                : clip != null
                        ? "--clip " + Quoted.bare(clip)
                        : dropoutSchedule != null
                                ? "--dropout-schedule"
                                : decaySchedule != null
                                        ? "--decay-schedule"
                                        : smoothingSchedule != null ? "--smoothing-schedule" : null;
    }
}
