package io.github.panagrad.cli.config;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A file of options in YAML 1.2: one flat mapping of names to values or to lists of values. Values remain the
 * text of the file, so that an option parses them as it does those of the command line. A value.
 *
 * @param path the file
 * @param entries in the order of the file
 */
public record ConfigFile(Path path, List<Entry> entries) {
    /**
     * One key and what it is set to.
     *
     * @param key the name, as written in the file
     * @param values one value, or those of a list
     * @param isList whether they were given as a list
     * @param line the key's line, from 1
     */
    public record Entry(String key, List<String> values, boolean isList, int line) {
        /** Copies the list. */
        public Entry {
            values = List.copyOf(values);
        }
    }

    /** Copies the list. */
    public ConfigFile {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException if it cannot be read, is not YAML, or holds anything but a flat mapping
     */
    public static ConfigFile read(Path path) {
        Optional<Node> root = YamlFile.root(ConfigArguments.CONFIG, path, "options, with lines such as 'epochs: 20'");
        return new ConfigFile(path, root.map(node -> entries(path, node)).orElse(List.of()));
    }

    private static List<Entry> entries(Path path, Node root) {
        if (!(root instanceof MappingNode mapping)) {
            throw new InvalidInputException(
                    YamlFile.place(path, root.getStartMark()) + ": expected options, with lines such as 'epochs: 20'");
        }
        List<Entry> entries = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String place = YamlFile.place(path, tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidInputException(place + ": expected the name of an option, such as epochs");
            }
            int line = YamlFile.line(key.getStartMark());
            Integer before = lines.put(key.getValue(), line);
            if (before != null) {
                throw new InvalidInputException(place + ": " + Quoted.bare(key.getValue()) + " is given twice; line "
                        + before + " has it too. Several values go in a list: [a, b]");
            }
            entries.add(new Entry(
                    key.getValue(),
                    values(place + ": " + Quoted.bare(key.getValue()), tuple.getValueNode()),
                    tuple.getValueNode() instanceof SequenceNode,
                    line));
        }
        return entries;
    }

    private static List<String> values(String place, Node node) {
        return switch (node) {
            case ScalarNode scalar -> List.of(value(place, scalar));
            case SequenceNode list -> {
                if (list.getValue().isEmpty()) {
                    throw new InvalidInputException(place + " is an empty list; leave it out");
                }
                yield list.getValue().stream().map(item -> value(place, item)).toList();
            }
            default ->
                throw new InvalidInputException(
                        place + ": expected a value or a list of values, found a mapping; options are"
                                + " not nested, and a value with ': ' in it needs quotes");
        };
    }

    private static String value(String place, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new InvalidInputException(
                    place + ": expected plain values in the list, found a list or mapping in it");
        }
        if (Tag.NULL.equals(scalar.getTag())) {
            throw new InvalidInputException(place + " has no value; give one, or leave the line out");
        }
        return scalar.getValue();
    }
}
