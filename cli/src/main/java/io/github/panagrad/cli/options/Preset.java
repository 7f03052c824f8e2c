package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A set of options for tables, used where none are given: a preset of the library, or none. */
public enum Preset {
    /** {@link io.github.panagrad.table.model.Preset#QUICK}. */
    QUICK,

    /** {@link io.github.panagrad.table.model.Preset#STANDARD}. */
    STANDARD,

    /** The recipes of a {@link Portfolio}, cross-validated, as many as there is time for. */
    BEST,

    /** No set: each option's own default. */
    NONE;

    /** Returns its options in order, with their values, by their names without dashes. */
    public Map<String, String> options() {
        return this == NONE
                ? new LinkedHashMap<>()
                : io.github.panagrad.table.model.Preset.valueOf(name()).settings();
    }

    /** Returns the name as it is given. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the preset with a name.
     *
     * @throws InvalidInputException if there is none
     */
    public static Preset named(String name) {
        for (Preset preset : values()) {
            if (preset.label().equals(name)) {
                return preset;
            }
        }
        throw new InvalidInputException("--preset " + Quoted.bare(name) + ": expected one of "
                + Arrays.stream(values()).map(Preset::label).collect(Collectors.joining(", ")));
    }
}
