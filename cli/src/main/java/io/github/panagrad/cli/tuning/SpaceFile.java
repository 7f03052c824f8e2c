package io.github.panagrad.cli.tuning;

import io.github.panagrad.cli.config.ClosestName;
import io.github.panagrad.cli.config.YamlFile;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.tune.HyperParameter;
import io.github.panagrad.tune.SearchSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a space from YAML 1.2: a mapping of options to their choices, a list, or to their range, a mapping with {@code from} and
 * {@code to}. docs/tune.md describes it.
 */
final class SpaceFile {
    private static final String EXPECTED =
            "options with their ranges, with lines such as" + " 'dropout: {from: 0, to: 0.5}' or 'members: [auto, 1]'";

    private static final String FIRST = "first";
    private static final Set<String> FIELDS = Set.of("from", "to", "scale", "whole", "choices", "as", "when");

    private final Path path;
    private final List<HyperParameter> parameters = new ArrayList<>();
    private final Map<String, TuningSpace.Template> templates = new LinkedHashMap<>();
    private final List<Map<String, String>> first = new ArrayList<>();

    private SpaceFile(Path path) {
        this.path = path;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException if it cannot be read, or is no space; the message names the line
     */
    static TuningSpace read(Path path) {
        Node root = YamlFile.root("--space", path, EXPECTED)
                .orElseThrow(() -> new InvalidInputException("--space " + path + " is empty: expected " + EXPECTED));
        return new SpaceFile(path).space(root);
    }

    private TuningSpace space(Node root) {
        @Nullable Node points = null;
        for (Map.Entry<String, Field> entry : fields(root, EXPECTED).entrySet()) {
            if (entry.getKey().equals(FIRST)) {
                points = entry.getValue().value;
            } else {
                parameters.add(parameter(entry.getKey(), entry.getValue()));
            }
        }
        if (parameters.isEmpty()) {
            throw new InvalidInputException("--space " + path + " has nothing to search: expected " + EXPECTED);
        }
        requireOneOfEachOption(root);
        SearchSpace space = checked(root, () -> new SearchSpace(parameters));
        if (points != null) {
            first(points);
        }
        return new TuningSpace(space, templates, Map.of(), first);
    }

    /** Two parameters may set the same option only if the second does so under a condition. */
    private void requireOneOfEachOption(Node root) {
        Map<String, String> owners = new HashMap<>();
        for (HyperParameter parameter : parameters) {
            TuningSpace.Template template = templates.get(parameter.name());
            String option = template == null ? parameter.name() : template.option();
            String other = owners.put(option, parameter.name());
            if (other != null && parameter.when().isEmpty()) {
                throw new InvalidInputException(place(root) + ": " + Quoted.bare(other) + " and "
                        + Quoted.bare(parameter.name()) + " both set " + option
                        + "; leave one of them out, or say when the second one applies");
            }
        }
    }

    /** A value of a mapping, with the place of its key. */
    private record Field(String place, Node value) {}

    private Map<String, Field> fields(Node node, String expected) {
        if (!(node instanceof MappingNode mapping)) {
            throw new InvalidInputException(place(node) + ": expected " + expected);
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String place = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidInputException(place + ": expected a name, such as dropout");
            }
            if (fields.put(key.getValue(), new Field(place, tuple.getValueNode())) != null) {
                throw new InvalidInputException(place + ": " + Quoted.bare(key.getValue()) + " is there twice");
            }
        }
        return fields;
    }

    private HyperParameter parameter(String name, Field field) {
        String place = field.place + ": " + Quoted.bare(name);
        if (field.value instanceof SequenceNode list) {
            requireOption(place, name);
            return checked(place, () -> new HyperParameter.Choice(name, texts(place, list), Optional.empty()));
        }
        Map<String, Field> fields = fields(field.value, "choices in a list, or a range such as {from: 0, to: 0.5}");
        for (Map.Entry<String, Field> entry : fields.entrySet()) {
            if (!FIELDS.contains(entry.getKey())) {
                throw new InvalidInputException(entry.getValue().place + ": " + Quoted.bare(name) + " has "
                        + Quoted.of(entry.getKey()) + ", which is unknown"
                        + ClosestName.of(entry.getKey(), FIELDS)
                                .map(closest -> "; did you mean " + closest + "?")
                                .orElse(": expected from, to, scale, whole, choices, as or when"));
            }
        }
        Field as = fields.get("as");
        if (as == null) {
            requireOption(place, name);
        } else {
            templates.put(name, template(as));
        }
        HyperParameter parameter =
                fields.containsKey("choices") ? choice(name, place, fields) : range(name, place, fields);
        Field when = fields.get("when");
        return when == null ? parameter : parameter.when(condition(when));
    }

    private HyperParameter choice(String name, String place, Map<String, Field> fields) {
        for (String field : List.of("from", "to", "scale", "whole")) {
            if (fields.containsKey(field)) {
                throw new InvalidInputException(place + " has choices and " + field + "; leave one of them out");
            }
        }
        return checked(
                place, () -> new HyperParameter.Choice(name, texts(place, value(fields, "choices")), Optional.empty()));
    }

    private HyperParameter range(String name, String place, Map<String, Field> fields) {
        double low = number(place, fields, "from");
        double high = number(place, fields, "to");
        boolean isLogarithmic = switch (fields.containsKey("scale") ? text(place, value(fields, "scale")) : "linear") {
            case "linear" -> false;
            case "log" -> true;
            case String other ->
                throw new InvalidInputException(place + ": scale " + Quoted.of(other) + ": expected linear or log");
        };
        boolean isWhole = switch (fields.containsKey("whole") ? text(place, value(fields, "whole")) : "false") {
            case "false" -> false;
            case "true" -> true;
            case String other ->
                throw new InvalidInputException(place + ": whole " + Quoted.of(other) + ": expected true or false");
        };
        return checked(
                place, () -> new HyperParameter.Range(name, low, high, isLogarithmic, isWhole, Optional.empty()));
    }

    private static Node value(Map<String, Field> fields, String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new IllegalStateException("there is no " + name);
        }
        return field.value;
    }

    private static double number(String place, Map<String, Field> fields, String name) {
        if (!fields.containsKey(name)) {
            throw new InvalidInputException(
                    place + " has no " + name + ": expected choices, or a range such as {from: 0, to: 0.5}");
        }
        String text = text(place, value(fields, name));
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(place + ": " + name + " " + Quoted.of(text) + " is not a number", e);
        }
    }

    private static TuningSpace.Template template(Field as) {
        String text = text(as.place, as.value);
        int separator = text.indexOf('=');
        if (separator < 0 || !text.substring(separator).contains(TuningSpace.PLACE)) {
            throw new InvalidInputException(
                    as.place + ": as " + Quoted.of(text) + ": expected an option with {} where the"
                            + " value belongs, such as \"optimizer=adamw:weight-decay={}\"");
        }
        String option = text.substring(0, separator);
        requireOption(as.place + ": " + Quoted.bare(option), option);
        return new TuningSpace.Template(option, text.substring(separator + 1));
    }

    private HyperParameter.Condition condition(Field when) {
        Map<String, Field> fields = fields(when.value, "another parameter and its values, such as {optimizer: adam}");
        if (fields.size() != 1) {
            throw new InvalidInputException(
                    when.place + ": when: expected one parameter with its values, found " + fields.size());
        }
        Map.Entry<String, Field> only = fields.entrySet().iterator().next();
        Node values = only.getValue().value;
        return checked(
                when.place,
                () -> new HyperParameter.Condition(
                        only.getKey(),
                        values instanceof SequenceNode
                                ? texts(when.place, values)
                                : List.of(text(when.place, values))));
    }

    /** Reads the first trials. */
    private void first(Node points) {
        String expected = "a list of trials to begin with, such as [{dropout: 0.1, members: 1}]";
        if (!(points instanceof SequenceNode list)) {
            throw new InvalidInputException(place(points) + ": first: expected " + expected);
        }
        Map<String, HyperParameter> known = new HashMap<>();
        parameters.forEach(parameter -> known.put(parameter.name(), parameter));
        for (Node item : list.getValue()) {
            Map<String, String> point = new LinkedHashMap<>();
            for (Map.Entry<String, Field> entry : fields(item, expected).entrySet()) {
                String name = entry.getKey();
                String place = entry.getValue().place + ": " + Quoted.bare(name);
                String value = text(place, entry.getValue().value);
                HyperParameter parameter = known.get(name);
                if (parameter == null) {
                    requireOption(place, name);
                } else if (!parameter.isValue(value)) {
                    throw new InvalidInputException(place + " " + Quoted.of(value) + " is none of its values: "
                            + Quoted.sentence(parameter.describe()));
                }
                point.put(name, value);
            }
            first.add(point);
        }
    }

    private static void requireOption(String place, String name) {
        if (!TuningSpace.SEARCHED.contains(name)) {
            throw new InvalidInputException(
                    place + ": no option of train of that name can be searched"
                            + ClosestName.of(name, TuningSpace.SEARCHED)
                                    .map(closest -> "; did you mean " + closest + "?")
                                    .orElse(
                                            "; docs/tune.md lists those that can, and 'as' names the option of a part of a value"));
        }
    }

    private static List<String> texts(String place, Node node) {
        if (!(node instanceof SequenceNode list)) {
            throw new InvalidInputException(place + ": expected a list of values, such as [auto, 1]");
        }
        return list.getValue().stream().map(item -> text(place, item)).toList();
    }

    private static String text(String place, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new InvalidInputException(place
                    + ": expected a plain value, found a list or mapping; a value with a comma, such as \"256,256\", needs quotes in"
                    + " a list");
        }
        return scalar.getValue();
    }

    private <T> T checked(Node node, Supplier<T> made) {
        return checked(place(node), made);
    }

    private static <T> T checked(String place, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(place + ": " + e.getMessage(), e);
        }
    }

    private String place(Node node) {
        return YamlFile.place(path, node.getStartMark());
    }
}
