package io.github.panagrad.cli.tuning;

import io.github.panagrad.tune.HyperParameter;
import io.github.panagrad.tune.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A space whose parameters are options of {@code train}, and the trials to begin with. A value.
 *
 * @param space the parameters
 * @param templates for parameters that are a part of an option's value, such as a weight decay: where they belong
 * @param fixed options of all trials, by their names, where a trial has no others
 * @param first the first trials: values of parameters, and options that are not searched
 */
record TuningSpace(
        SearchSpace space,
        Map<String, Template> templates,
        Map<String, String> fixed,
        List<Map<String, String>> first) {
    /** Stands for the value of a parameter. */
    static final String PLACE = "{}";

    /**
     * The options that may be searched: those that neither name data, nor change what is compared, nor what a trial costs by chance.
     */
    static final Set<String> SEARCHED = Set.of(
            "layers",
            "activation",
            "dropout",
            "input-dropout",
            "normalization",
            "skip",
            "members",
            "member-adapters",
            "member-batches",
            "number-embedding",
            "input-scale",
            "init",
            "bias-init",
            "optimizer",
            "learning-rate",
            "schedule",
            "schedule-by",
            "rate-factors",
            "decay-factors",
            "ntk",
            "regularizer",
            "clip",
            "dropout-schedule",
            "decay-schedule",
            "smoothing-schedule",
            "batch-size",
            "epochs",
            "patience",
            "patience-growth",
            "min-delta");

    /**
     * An option with a place for a value.
     *
     * @param option its name without dashes
     * @param text with {@link #PLACE}
     */
    record Template(String option, String text) {}

    /** Copies list and maps. */
    TuningSpace {
        templates = Map.copyOf(templates);
        fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
        first = List.copyOf(first);
    }

    /** Returns the options of a trial by their names. */
    Map<String, String> options(Map<String, String> parameters) {
        Map<String, String> options = new LinkedHashMap<>(fixed);
        parameters.forEach((name, value) -> {
            Template template = templates.get(name);
            if (template == null) {
                options.put(name, value);
            } else {
                options.put(template.option, template.text.replace(PLACE, value));
            }
        });
        return options;
    }

    /** Returns the option that a parameter sets. */
    String option(String parameter) {
        Template template = templates.get(parameter);
        return template == null ? parameter : template.option;
    }

    /** Returns the options of a trial in which it differs from others. */
    Map<String, String> ownOptions(Map<String, String> parameters) {
        Map<String, String> options = options(parameters);
        options.entrySet().removeIf(option -> option.getValue().equals(fixed.get(option.getKey())));
        return options;
    }

    /** Returns this without what sets some options, which are given. */
    TuningSpace without(Set<String> options) {
        List<HyperParameter> left = new ArrayList<>();
        for (HyperParameter parameter : space.parameters()) {
            if (!options.contains(option(parameter.name()))) {
                left.add(parameter);
            }
        }
        List<Map<String, String>> points = new ArrayList<>();
        for (Map<String, String> point : first) {
            Map<String, String> fewer = new LinkedHashMap<>(point);
            fewer.keySet().removeIf(name -> options.contains(option(name)));
            if (!points.contains(fewer)) {
                points.add(Collections.unmodifiableMap(fewer));
            }
        }
        Map<String, String> others = new LinkedHashMap<>(fixed);
        others.keySet().removeAll(options);
        return new TuningSpace(new SearchSpace(left), templates, others, points);
    }
}
