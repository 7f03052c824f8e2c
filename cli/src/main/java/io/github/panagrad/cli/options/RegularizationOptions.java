package io.github.panagrad.cli.options;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Regularizer;
import java.util.ArrayList;
import java.util.List;
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
                            + " them. Repeat for several. weight_decay:0 is none. Default: none; for the values of a"
                            + " table, with adam at its default rate, a weight_decay of 20 times the root of batch size /"
                            + " (rows times epochs).")
    private @Nullable List<String> regularizers;

    @Option(
            names = "--clip",
            paramLabel = "NAME[:LIMIT]",
            description =
                    "Limit of the gradient: none, value:LIMIT, norm:LIMIT for each tensor, or global_norm:LIMIT. LIMIT"
                            + " is above 0, and 1 if left out. Default: none.")
    private @Nullable String clip;

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
                : clip != null ? "--clip " + Quoted.bare(clip) : null;
    }
}
