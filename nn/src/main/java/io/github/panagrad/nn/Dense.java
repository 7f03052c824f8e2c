package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.engine.DenseLayer;
import io.github.panagrad.nn.engine.MemberAdapters;
import io.github.panagrad.nn.engine.RowLayer;
import io.github.panagrad.nn.engine.Standardization;
import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.tensor.Activation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A hidden layer: {@code a = f(x Wᵀ + b)}, or with a normalisation {@code a = f(γ ẑ + β)} with ẑ the standardised {@code x Wᵀ};
 * then inverted dropout in training; then, with a skip connection, plus the output of an earlier layer.
 *
 * <p>With adapters the members of an ensemble ({@link MemberScale}) share W, and each has factors and biases of its own:
 * {@code s_i ⊙ (W (r_i ⊙ x_i)) + b_i} takes the place of {@code x Wᵀ + b} (BatchEnsemble: Wen, Tran and Ba, "BatchEnsemble: An
 * Alternative Approach to Efficient Ensemble and Lifelong Learning", ICLR 2020). Factors start at 1, and all biases at the same value.
 *
 * @param units the number of outputs
 * @param activation f
 * @param dropout the probability that an output is dropped in training, in [0, 1); what is kept is scaled by
 *     {@code 1 / (1 - dropout)}, so that inference needs no change
 * @param normalization what is applied before the activation
 * @param skip 0 for no skip connection; k adds the output of the layer k before this one, which must have as many units:
 *     1 adds the layer's own input (He et al., "Deep Residual Learning", CVPR 2016)
 * @param adapters what members have of their own; in a network without members, what its only one has
 */
public record Dense(
        int units, Activation activation, double dropout, Normalization normalization, int skip, Adapters adapters)
        implements Layer {
    static final RowLayerKind<Dense> KIND = new Kind();

    /** What the members of an ensemble have of their own in a dense layer. */
    public enum Adapters {
        /** Nothing: they share the layer. */
        NONE,
        /** Factors s of the outputs, and biases b: in the first layer, where {@link MemberScale} is the factors of the inputs. */
        OUTPUT,
        /** Factors r of the inputs and s of the outputs, and biases b. */
        BOTH;

        /** Returns the name in model files, in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Adapters labelled(String label) {
            return Arrays.stream(values())
                    .filter(adapters -> adapters.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("adapters must be one of "
                            + Arrays.stream(values()).map(Adapters::label).collect(Collectors.joining(", "))
                            + ", found " + Quoted.of(label)));
        }
    }

    /** Checks the values. */
    public Dense {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(normalization, "normalization");
        Objects.requireNonNull(adapters, "adapters");
        if (units < 1) {
            throw new IllegalArgumentException("a layer needs at least 1 unit, found " + units);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), found " + dropout);
        }
        if (skip < 0) {
            throw new IllegalArgumentException("skip must be at least 0, found " + skip);
        }
    }

    /** Makes a layer that members share. */
    public Dense(int units, Activation activation, double dropout, Normalization normalization, int skip) {
        this(units, activation, dropout, normalization, skip, Adapters.NONE);
    }

    /** Makes a layer with dropout only. */
    public Dense(int units, Activation activation, double dropout) {
        this(units, activation, dropout, Normalization.none(), 0);
    }

    /** Makes a layer without dropout. */
    public Dense(int units, Activation activation) {
        this(units, activation, 0);
    }

    /** Returns this with another dropout probability. */
    public Dense withDropout(double value) {
        return new Dense(units, activation, value, normalization, skip, adapters);
    }

    /** Returns this with a normalisation. */
    public Dense withNormalization(Normalization value) {
        return new Dense(units, activation, dropout, value, skip, adapters);
    }

    /** Returns this with a skip connection over a number of layers, or 0 for none. */
    public Dense withSkip(int value) {
        return new Dense(units, activation, dropout, normalization, value, adapters);
    }

    /** Returns this with other adapters of members. */
    public Dense withAdapters(Adapters value) {
        return new Dense(units, activation, dropout, normalization, skip, value);
    }

    @Override
    public String summary() {
        return activation.name();
    }

    @Override
    public Optional<ReferenceActivation> reference() {
        return isNormalized() || skip > 0 || isAdapted()
                ? Optional.empty()
                : Optional.of(ReferenceActivation.of(activation));
    }

    @Override
    public Dense withActivation(Activation value) {
        return new Dense(units, value, dropout, normalization, skip, adapters);
    }

    private boolean isNormalized() {
        return !(normalization instanceof Normalization.None);
    }

    private boolean isAdapted() {
        return adapters != Adapters.NONE;
    }

    /** Everything that defines dense layers. */
    private static final class Kind extends RowLayerKind<Dense> {
        Kind() {
            super(Dense.class, "dense");
        }

        @Override
        void write(Dense layer, JsonGenerator json) throws IOException {
            json.writeNumberField("units", layer.units());
            json.writeStringField("activation", Activation.choices().format(layer.activation()));
            json.writeNumberField("dropout", layer.dropout());
            if (layer.isNormalized()) {
                json.writeStringField("normalization", Normalization.choices().format(layer.normalization()));
            }
            if (layer.skip() > 0) {
                json.writeNumberField("skip", layer.skip());
            }
            if (layer.isAdapted()) {
                json.writeStringField("adapters", layer.adapters().label());
            }
        }

        @Override
        Dense read(LayerFields fields) {
            return new Dense(
                    fields.integer("units"),
                    Activation.choices().load(fields.text("activation"), "Activation.custom"),
                    fields.number("dropout", 0),
                    Normalization.choices().parse(fields.text("normalization", "none")),
                    fields.integer("skip", 0),
                    Adapters.labelled(fields.text("adapters", Adapters.NONE.label())));
        }

        @Override
        String describe(Dense layer) {
            return layer.units() + " " + Activation.choices().format(layer.activation()) + ", dropout "
                    + layer.dropout() + ", normalization "
                    + Normalization.choices().format(layer.normalization()) + ", skip " + layer.skip()
                    // Checkpoints of versions without adapters have no such text.
                    + (layer.isAdapted() ? ", adapters " + layer.adapters().label() : "");
        }

        @Override
        RowLayer engine(Dense layer, int inputs, int members) {
            return new DenseLayer(
                    inputs,
                    layer.units(),
                    layer.activation(),
                    standardization(layer.normalization()),
                    layer.dropout(),
                    layer.skip(),
                    layer.isAdapted()
                            ? new MemberAdapters(members, layer.adapters() == Adapters.BOTH)
                            : MemberAdapters.NONE);
        }

        private static Standardization standardization(Normalization normalization) {
            return switch (normalization) {
                case Normalization.None _ -> new Standardization.None();
                case Normalization.BatchNorm(double epsilon, double keep) -> new Standardization.Columns(epsilon, keep);
                case Normalization.LayerNorm(double epsilon) -> new Standardization.Rows(epsilon);
            };
        }

        @Override
        Dense resized(Dense layer, int outputs) {
            return new Dense(
                    outputs,
                    layer.activation(),
                    layer.dropout(),
                    layer.normalization(),
                    layer.skip(),
                    layer.adapters());
        }

        @Override
        List<Dense> examples() {
            return List.of(
                    new Dense(7, Activation.relu()),
                    new Dense(
                            13,
                            new Activation.PRelu(1.0 / 3),
                            0.1 + 0.2,
                            new Normalization.BatchNorm(1e-3 / 7, 1.0 / 3),
                            1,
                            Adapters.BOTH),
                    new Dense(11, Activation.silu(), 0.2, new Normalization.LayerNorm(1e-3), 1, Adapters.OUTPUT));
        }
    }
}
