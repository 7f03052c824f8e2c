package io.github.panagrad.schema.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Codes that are numbers: programs write the same one as {@code 1} and, where a value was missing, as {@code 1.0}. With zeros in
 * front they are texts. Immutable.
 */
public final class CodeValues {
    private final Map<Double, Integer> positions;

    /** Takes codes; none has a value if one of them is no number, or if two are the same number. */
    public CodeValues(List<String> codes) {
        Map<Double, Integer> found = new HashMap<>();
        for (int c = 0; c < codes.size(); c++) {
            double value = of(codes.get(c));
            if (Double.isNaN(value) || found.put(value, c) != null) {
                found.clear();
                break;
            }
        }
        positions = Map.copyOf(found);
    }

    /** Returns the position of the code that is the same number as a text, if there is one. */
    public OptionalInt position(String text) {
        Integer position = positions.isEmpty() ? null : positions.get(of(text));
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    /** Returns the number that a code is, or NaN. */
    public static double of(String code) {
        boolean hasZero = code.length() > 1 && code.charAt(0) == '0' && code.charAt(1) != '.';
        double value = hasZero ? Double.NaN : Decimals.parse(code.toCharArray(), 0, code.length());
        // Adding 0 turns -0 into 0.
        return Double.isFinite(value) ? value + 0.0 : Double.NaN;
    }
}
