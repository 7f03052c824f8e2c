package io.github.panagrad.cli.tuning;

import io.github.panagrad.cli.options.Portfolio;
import io.github.panagrad.cli.options.Preset;
import io.github.panagrad.tune.HyperParameter;
import io.github.panagrad.tune.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is searched where no space is given. */
final class BuiltInSpace {
    private static final String DECAY = "weight-decay";

    private static final SearchSpace TABLES = SearchSpace.of(
            HyperParameter.logarithmic("learning-rate", 3e-4, 1e-2),
            HyperParameter.logarithmic(DECAY, 1e-5, 0.1),
            HyperParameter.number("dropout", 0, 0.5),
            HyperParameter.choice("layers", "128,128", "256,256", "384,384", "256,256,256"),
            HyperParameter.choice("members", "auto", "1"),
            HyperParameter.choice("number-embedding", "auto", "none", "piecewise_linear:bins=16,dimension=8"));

    private static final SearchSpace OTHERS = SearchSpace.of(
            HyperParameter.logarithmic("learning-rate", 1e-4, 1e-2),
            HyperParameter.number("dropout", 0, 0.5),
            HyperParameter.choice("layers", "64,64", "128,128", "256,256", "512,256"),
            HyperParameter.choice("batch-size", "32", "64", "128", "256"));

    /** The preset itself, so that what is found is not worse on the samples held back; then its relatives in {@link Portfolio}. */
    private static final List<Map<String, String>> FIRST = List.of(
            point("0.002", "0.0003", "0.1", "256,256", "auto", "auto"),
            point("0.002", "0.0003", "0.1", "256,256,256", "auto", "none"),
            point("0.001", "0.01", "0.3", "256,256", "1", "auto"),
            point("0.002", "0.01", "0.25", "128,128", "auto", "piecewise_linear:bins=16,dimension=8"),
            point("0.0015", "0.001", "0.15", "384,384", "auto", "auto"),
            point("0.001", "0.01", "0.2", "256,256", "1", "none"));

    private BuiltInSpace() {}

    private static Map<String, String> point(
            String rate, String decay, String dropout, String layers, String members, String embedding) {
        Map<String, String> point = new LinkedHashMap<>();
        point.put("learning-rate", rate);
        point.put(DECAY, decay);
        point.put("dropout", dropout);
        point.put("layers", layers);
        point.put("members", members);
        point.put("number-embedding", embedding);
        return point;
    }

    /**
     * Returns the space for tables with a preset.
     *
     * @param isClasses whether classes are to be learned, or values
     */
    static TuningSpace ofTables(boolean isClasses) {
        List<Map<String, String>> first = new ArrayList<>(FIRST);
        Map<String, String> other = new LinkedHashMap<>(Portfolio.REALMLP.options(isClasses));
        // What the study itself determines.
        other.keySet().retainAll(TuningSpace.SEARCHED);
        other.put("clip", "none");
        first.add(2, other);
        Map<String, String> standard = new LinkedHashMap<>(Preset.STANDARD.options());
        standard.keySet().retainAll(TuningSpace.SEARCHED);
        return new TuningSpace(
                TABLES,
                Map.of(DECAY, new TuningSpace.Template("optimizer", "adamw:weight-decay=" + TuningSpace.PLACE)),
                standard,
                first);
    }

    /** Returns the space for everything else; the first trial is what train does by itself. */
    static TuningSpace ofOthers() {
        return new TuningSpace(OTHERS, Map.of(), Map.of(), List.of(Map.of()));
    }
}
