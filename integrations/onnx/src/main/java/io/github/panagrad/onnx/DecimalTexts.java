package io.github.panagrad.onnx;

import java.util.regex.Pattern;

/** Texts that are decimal numbers, as tables read them. */
final class DecimalTexts {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private DecimalTexts() {}

    /** Returns the number that a text is; NaN if it is none, infinite beyond the range of {@code double}. */
    static double value(String text) {
        String stripped = text.strip();
        return DECIMAL.matcher(stripped).matches() ? Double.parseDouble(stripped) : Double.NaN;
    }
}
