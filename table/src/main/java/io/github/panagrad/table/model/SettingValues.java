package io.github.panagrad.table.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Settings by their names, as texts that are read as what they mean. Immutable. */
final class SettingValues {
    private static final String AUTO = "auto";

    private final Map<String, String> texts;

    /** Takes settings, which must not change from now on. */
    SettingValues(Map<String, String> texts) {
        this.texts = texts;
    }

    /**
     * Returns a value as it was given.
     *
     * @throws IllegalArgumentException if it is not set
     */
    String text(String name) {
        String value = texts.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the preset does not set " + name);
        }
        return value;
    }

    /** Returns a value, or nothing if the data decides. */
    Optional<String> auto(String name) {
        return Optional.of(text(name)).filter(value -> !value.equals(AUTO));
    }

    double number(String name) {
        return number(name, text(name));
    }

    /** Returns a finite number that is at least something. */
    double number(String name, double least) {
        double value = number(name);
        if (!(value >= least && Double.isFinite(value))) {
            throw new IllegalArgumentException("expected a number of at least " + least);
        }
        return value;
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": expected a number", e);
        }
    }

    /** Returns a probability below 1. */
    static double share(String name, String text) {
        double value = number(name, text);
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": expected a number from 0 to below 1");
        }
        return value;
    }

    static int whole(String text, int least, int most) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number", e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException("expected a whole number "
                    + (most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most));
        }
        return number;
    }

    boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    /** Returns values that are separated by commas. */
    List<String> list(String name) {
        return List.of(text(name).split(",", -1));
    }

    /** Returns a value for each hidden layer: as many as there are, or one for all of them. */
    <T> List<T> each(String name, int layers, Function<String, T> reader) {
        List<T> values = list(name).stream().map(reader).toList();
        if (values.size() == 1) {
            return Collections.nCopies(layers, values.getFirst());
        }
        if (values.size() != layers) {
            throw new IllegalArgumentException(name + " " + text(name) + " gives " + values.size()
                    + " values, but there are " + layers + " hidden layers: expected 1 or " + layers);
        }
        return values;
    }

    /** Returns the one of some that has the label. */
    static <T> T named(String text, T[] values, Function<T, String> label) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected one of " + Arrays.stream(values).map(label).collect(Collectors.joining(", "))));
    }
}
