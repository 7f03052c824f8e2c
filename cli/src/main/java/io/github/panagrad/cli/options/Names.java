package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.onnx.OnnxInputs;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Map;

/** Values that options choose by name. */
public final class Names {
    private Names() {}

    /** Reads a choice such as {@code adam:beta1=0.8}. */
    static <T extends Choice> T choice(String option, Choices<T> choices, String text) {
        return choice(option, choices, text, Map.of());
    }

    /**
     * Reads a choice.
     *
     * @param defaults values of hyper-parameters that the text leaves out, instead of the family's defaults
     */
    static <T extends Choice> T choice(
            String option, Choices<T> choices, String text, Map<String, ? extends Number> defaults) {
        return Values.checked(option + " " + Quoted.bare(text), () -> choices.parse(text, defaults));
    }

    /** Reads the loss; there is exactly one. */
    static Loss loss(String text) {
        if (Values.nameAndRest(text)[0].contains(",")) {
            throw new InvalidInputException("--loss " + Quoted.bare(text)
                    + ": networks with several input or output layers are out of" + " scope, so give one loss");
        }
        return choice("--loss", Loss.choices(), text);
    }

    /** Returns the element type with a name. */
    public static DType dtype(String name) {
        return Values.named("--dtype", name, List.of(DType.values()), DType::label);
    }

    /** Returns the inputs of an exported model with a name. */
    public static OnnxInputs onnxInputs(String name) {
        return Values.named("--inputs", name, List.of(OnnxInputs.values()), OnnxInputs::label);
    }

    static Backend backend(String name) {
        return Values.named("--backend", name, List.of(Backend.values()), Backend::label);
    }
}
