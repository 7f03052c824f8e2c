package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.nn.engine.FactorLayer;
import io.github.panagrad.nn.engine.LayerParameter;
import io.github.panagrad.nn.engine.RowLayer;
import java.util.List;

/**
 * Multiplies each feature by a learned factor of its own, {@code y = s ⊙ x}, which starts at 1: in front of the first layer, with a
 * larger learning rate, a soft choice of features (the scaling layer of Holzmüller, Grinsztajn and Steinwart, "Better by Default:
 * Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data", NeurIPS 2024).
 */
public record InputScale() implements Layer {
    static final RowLayerKind<InputScale> KIND = new Kind();

    @Override
    public String summary() {
        return "scaled";
    }

    /** Everything that defines this kind. */
    private static final class Kind extends RowLayerKind<InputScale> {
        Kind() {
            super(InputScale.class, "input_scale");
        }

        @Override
        void write(InputScale layer, JsonGenerator json) {
            // There is nothing to choose.
        }

        @Override
        InputScale read(LayerFields fields) {
            return new InputScale();
        }

        @Override
        RowLayer engine(InputScale layer, int inputs, int members) {
            return new FactorLayer(inputs, 1, new LayerParameter.Initial.Constant(1));
        }

        @Override
        InputScale resized(InputScale layer, int outputs) {
            return layer;
        }

        @Override
        List<InputScale> examples() {
            return List.of(new InputScale());
        }
    }
}
