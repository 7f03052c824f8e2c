package io.github.panagrad.serve.file;

import io.github.panagrad.Panagrad;
import io.github.panagrad.error.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model file says of its networks.
 *
 * @param parts networks that are alike, in order; a single one of one network unless it is an ensemble
 * @param facts what else was saved with them, such as the pipeline
 */
public record ModelDescription(List<Part> parts, Map<String, String> facts) {
    private static final String FORMAT_KEY = "panagrad.format";

    /** The newest format that is read. Files from before the first release have no number. */
    private static final int FORMAT = 1;

    private static final String SPEC_KEY = "panagrad.network";
    private static final String MEMBERS_KEY = "panagrad.members";
    private static final String PARTS_KEY = "panagrad.parts";
    private static final String FACT_PREFIX = "panagrad.fact.";
    private static final int MAX_MEMBERS = 1000;

    /**
     * Networks that are alike.
     *
     * @param network their shape, as JSON
     * @param networks how many there are
     * @param weight how much each counts
     */
    public record Part(String network, int networks, double weight) {}

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException if the file is not a model of Panagrad, or of a later version
     */
    public static ModelDescription of(Map<String, String> metadata) {
        requireFormat(metadata.getOrDefault(FORMAT_KEY, "0"));
        Map<String, String> facts = new LinkedHashMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(FACT_PREFIX)) {
                facts.put(key.substring(FACT_PREFIX.length()), value);
            }
        });
        return new ModelDescription(parts(metadata), facts);
    }

    private static void requireFormat(String format) {
        if (!format.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    FORMAT_KEY + " in the metadata: expected a whole number, found " + Quoted.of(format));
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw new IllegalArgumentException("a later version of Panagrad wrote it, in format " + format
                    + "; Panagrad " + Panagrad.version() + " reads formats up to " + FORMAT
                    + ": use a version that is at least as new as its own");
        }
    }

    private static List<Part> parts(Map<String, String> metadata) {
        if (!metadata.containsKey(PARTS_KEY)) {
            int members = metadata.containsKey(MEMBERS_KEY) ? count(metadata, MEMBERS_KEY, 2) : 1;
            return List.of(new Part(network(metadata, SPEC_KEY), members, 1));
        }
        List<Part> parts = new ArrayList<>();
        int count = count(metadata, PARTS_KEY, 2);
        int networks = 0;
        for (int p = 0; p < count; p++) {
            String key = PARTS_KEY + "." + p + ".";
            Part part = new Part(
                    network(metadata, key + "network"),
                    count(metadata, key + "members", 1),
                    weight(metadata, key + "weight"));
            networks += part.networks();
            if (networks > MAX_MEMBERS) {
                throw new IllegalArgumentException("it has more than " + MAX_MEMBERS + " networks");
            }
            parts.add(part);
        }
        return parts;
    }

    private static String network(Map<String, String> metadata, String key) {
        String network = metadata.get(key);
        if (network == null) {
            throw new IllegalArgumentException(
                    "this is a safetensors file, but not one that panagrad saved: its metadata has no " + key);
        }
        return network;
    }

    private static int count(Map<String, String> metadata, String key, int least) {
        String text = metadata.getOrDefault(key, "");
        if (text.matches("[1-9][0-9]{0,3}")) {
            int count = Integer.parseInt(text);
            if (count >= least && count <= MAX_MEMBERS) {
                return count;
            }
        }
        throw new IllegalArgumentException(key + " in the metadata: expected a whole number from " + least + " to "
                + MAX_MEMBERS + ", found " + Quoted.of(text));
    }

    private static double weight(Map<String, String> metadata, String key) {
        String text = metadata.getOrDefault(key, "");
        try {
            double weight = Double.parseDouble(text);
            if (weight > 0 && Double.isFinite(weight)) {
                return weight;
            }
        } catch (NumberFormatException _) {
            // The message below is the same for what is no number.
        }
        throw new IllegalArgumentException(
                key + " in the metadata: expected a number above 0, found " + Quoted.of(text));
    }

    /** Returns the number of networks. */
    public int networks() {
        return parts.stream().mapToInt(Part::networks).sum();
    }
}
