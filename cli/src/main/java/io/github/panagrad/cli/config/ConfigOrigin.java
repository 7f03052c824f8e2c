package io.github.panagrad.cli.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which options came from a configuration file, and from which of its lines, for messages about them. A value.
 *
 * @param path the file, or null if there was none
 * @param lines the lines by the options' names, such as {@code --epochs}
 */
public record ConfigOrigin(@Nullable Path path, Map<String, Integer> lines) {
    /** No file. */
    public static final ConfigOrigin NONE = new ConfigOrigin(null, Map.of());

    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");

    /** Copies the map. */
    public ConfigOrigin {
        lines = Map.copyOf(lines);
    }

    /** Returns a message with the place of each option in it that came from the file. */
    public String explain(String message) {
        TreeSet<String> mentioned = OPTION.matcher(message)
                .results()
                .map(MatchResult::group)
                .filter(lines::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
        return mentioned.isEmpty()
                ? message
                : message
                        + mentioned.stream()
                                .map(option -> option + " is from " + path + ", line " + lines.get(option))
                                .collect(Collectors.joining("; ", " (", ")"));
    }
}
