package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.DenseLayer;
import io.github.panagrad.nn.engine.RowLayer;
import io.github.panagrad.nn.engine.Standardization;
import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.tensor.Activation;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A hidden layer: {@code a = f(x Wᵀ + b)}, or with a normalisation {@code a = f(γ ẑ + β)} with ẑ the standardised {@code x Wᵀ};
 * then inverted dropout in training; then, with a skip connection, plus the output of an earlier layer.
 *
 * @param units the number of outputs
 * @param activation f
 * @param dropout the probability that an output is dropped in training, in [0, 1); what is kept is scaled by
 *     {@code 1 / (1 - dropout)}, so that inference needs no change
 * @param normalization what is applied before the activation
 * @param skip 0 for no skip connection; k adds the output of the layer k before this one, which must have as many units:
 *     1 adds the layer's own input (He et al., "Deep Residual Learning", CVPR 2016)
 */
public record Dense(int units, Activation activation, double dropout, Normalization normalization, int skip)
        implements Layer {
    static final RowLayerKind<Dense> KIND = new Kind();

    /** Checks the values. */
    public Dense {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(normalization, "normalization");
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
        return new Dense(units, activation, value, normalization, skip);
    }

    /** Returns this with a normalisation. */
    public Dense withNormalization(Normalization value) {
        return new Dense(units, activation, dropout, value, skip);
    }

    /** Returns this with a skip connection over a number of layers, or 0 for none. */
    public Dense withSkip(int value) {
        return new Dense(units, activation, dropout, normalization, value);
    }

    @Override
    public String summary() {
        return activation.name();
    }

    @Override
    public Optional<ReferenceActivation> reference() {
        return isNormalized() || skip > 0 ? Optional.empty() : Optional.of(ReferenceActivation.of(activation));
    }

    @Override
    public Dense withActivation(Activation value) {
        return new Dense(units, value, dropout, normalization, skip);
    }

    private boolean isNormalized() {
        return !(normalization instanceof Normalization.None);
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
        }

        @Override
        Dense read(LayerFields fields) {
            return new Dense(
                    fields.integer("units"),
                    Activation.choices().load(fields.text("activation"), "Activation.custom"),
                    fields.number("dropout", 0),
                    Normalization.choices().parse(fields.text("normalization", "none")),
                    fields.integer("skip", 0));
        }

        @Override
        String describe(Dense layer) {
            return layer.units() + " " + Activation.choices().format(layer.activation()) + ", dropout "
                    + layer.dropout() + ", normalization "
                    + Normalization.choices().format(layer.normalization()) + ", skip " + layer.skip();
        }

        @Override
        RowLayer engine(Dense layer, int inputs) {
            return new DenseLayer(
                    inputs,
                    layer.units(),
                    layer.activation(),
                    standardization(layer.normalization()),
                    layer.dropout(),
                    layer.skip());
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
            return new Dense(outputs, layer.activation(), layer.dropout(), layer.normalization(), layer.skip());
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
                            1));
        }
    }
}
