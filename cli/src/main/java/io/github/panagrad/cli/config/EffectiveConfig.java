package io.github.panagrad.cli.config;

import io.github.panagrad.cli.options.Preset;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a run with their values, from the command line, a file or defaults, in the order of the help. Options
 * without a value are left out. A value.
 *
 * @param options the values by the options' names without dashes; several where an option was given several times
 */
public record EffectiveConfig(Map<String, Values> options) {
    /**
     * What an option is set to.
     *
     * @param texts one value, or all of an option that may be given several times
     * @param isList whether it may be
     */
    public record Values(List<String> texts, boolean isList) {
        /** Copies the list. */
        public Values {
            texts = List.copyOf(texts);
        }
    }

    /** Copies the map, in its order. */
    public EffectiveConfig {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Returns the options of a command that was parsed. Those that every command has, such as {@code --debug}, do not
     * affect the result and are left out.
     */
    public static EffectiveConfig of(CommandSpec command) {
        return of(command, Map.of());
    }

    /**
     * Returns the options of a command that was parsed.
     *
     * @param defaults values for options that have none yet, by their names without dashes: defaults that depend on
     *     other options
     */
    public static EffectiveConfig of(CommandSpec command, Map<String, String> defaults) {
        Map<String, Values> options = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            Object given = option.getValue();
            Object value = given == null ? defaults.get(name(option)) : given;
            if (value == null || option.inherited() || !ConfigArguments.isConfigurable(option)) {
                continue;
            }
            Values values = value instanceof Collection<?> several
                    ? new Values(several.stream().map(String::valueOf).toList(), true)
                    : new Values(List.of(String.valueOf(value)), option.isMultiValue());
            if (!values.texts.isEmpty()) {
                options.put(name(option), values);
            }
        }
        return new EffectiveConfig(options);
    }

    /** Returns the options of a command that was parsed without those that no argument set. */
    public static EffectiveConfig ofArguments(CommandSpec command) {
        Map<String, Values> options = new LinkedHashMap<>(of(command).options);
        for (OptionSpec option : command.options()) {
            if (!command.commandLine().getParseResult().hasMatchedOption(option)) {
                options.remove(name(option));
            }
        }
        return new EffectiveConfig(options);
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^--", "");
    }

    /** Returns this with another value of an option. */
    public EffectiveConfig with(String option, String value) {
        Map<String, Values> changed = new LinkedHashMap<>(options);
        changed.put(option, new Values(List.of(value), false));
        return new EffectiveConfig(changed);
    }

    /** Returns this without some options. */
    public EffectiveConfig without(Set<String> names) {
        Map<String, Values> fewer = new LinkedHashMap<>(options);
        fewer.keySet().removeAll(names);
        return new EffectiveConfig(fewer);
    }

    /** Returns the values as text, to compare and to show; several values are separated by a comma and a space. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        options.forEach((name, values) -> map.put(name, String.join(", ", values.texts)));
        return map;
    }

    /** Returns the preset with those of its options that have its values, as they would be typed; empty if there is none. */
    public Optional<String> preset() {
        Map<String, String> all = asMap();
        Preset preset = Preset.named(all.getOrDefault("preset", Preset.NONE.label()));
        if (preset == Preset.NONE) {
            return Optional.empty();
        }
        String own = preset.options().entrySet().stream()
                .filter(option -> option.getValue().equals(all.get(option.getKey())))
                .map(option -> " --" + option.getKey() + " " + option.getValue())
                .collect(Collectors.joining());
        return Optional.of(preset.label() + (own.isEmpty() ? "" : ":" + own));
    }

    /** Returns a file for {@code --config} that sets the same options to the same values. */
    public String toYaml() {
        return ConfigYaml.write(this);
    }
}
