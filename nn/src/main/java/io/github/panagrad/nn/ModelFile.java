package io.github.panagrad.nn;

import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.nn.safetensors.TensorEntry;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Networks as safetensors files, which other tools open too: {@code layers.0.weight} of shape [out, in],
 * {@code layers.0.bias} of shape [out], and so on (see {@link Parameter}), and the description in {@code __metadata__}.
 *
 * <p>The same network and facts give the same bytes.
 */
public final class ModelFile {
    private static final String SPEC_KEY = "panagrad.network";
    private static final String FACT_PREFIX = "panagrad.fact.";

    private ModelFile() {}

    /**
     * What a file says of its network.
     *
     * @param spec the shape
     * @param dtype the element type of the parameters
     * @param facts what was said when it was saved
     */
    public record Contents(NetworkSpec spec, DType dtype, Map<String, String> facts) {
        /** Copies the facts. */
        public Contents {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * Saves a network whole or not at all.
     *
     * @param target the file to write or replace; its directory must exist
     * @param facts anything worth knowing of how it was trained; may be empty
     * @throws IOException if the file cannot be written; the target is then as it was
     * @throws IllegalStateException if the network was closed
     */
    public static void save(Path target, Network network, Map<String, String> facts) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SPEC_KEY, SpecJson.write(network.spec()));
        facts.forEach((key, value) -> metadata.put(FACT_PREFIX + key, value));
        List<NamedTensor> tensors = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            tensors.add(new NamedTensor(parameter.name(), parameter.shape(), network.get(parameter)));
        }
        SafetensorsWriter.write(target, metadata, tensors);
    }

    /**
     * Reads what a file says of its network, and checks that its tensors fit.
     *
     * @throws ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     */
    public static Contents inspect(Path source) {
        try (SafetensorsFile file = SafetensorsFile.open(source)) {
            return contents(source, file);
        }
    }

    /**
     * Loads a network; the caller closes it.
     *
     * @throws ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     * @throws io.github.panagrad.tensor.NativeMemoryException if the memory cannot be had
     */
    public static Network load(Path source, Backend backend) {
        try (SafetensorsFile file = SafetensorsFile.open(source)) {
            Contents contents = contents(source, file);
            Network network = new Network(contents.spec(), contents.dtype(), backend);
            try {
                for (Parameter parameter : network.parameters()) {
                    file.read(parameter.name(), network.get(parameter));
                }
                return network;
            } catch (RuntimeException e) {
                network.close();
                throw e;
            }
        }
    }

    private static Contents contents(Path source, SafetensorsFile file) {
        String description = file.metadata().get(SPEC_KEY);
        if (description == null) {
            throw new ModelFormatException(
                    source,
                    "this is a safetensors file, but not one that panagrad saved: its metadata has no " + SPEC_KEY);
        }
        NetworkSpec spec;
        try {
            spec = SpecJson.read(description);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(source, SPEC_KEY + " in the metadata: " + e.getMessage(), e);
        }
        DType dtype = null;
        Set<String> rest = new HashSet<>(file.tensors().keySet());
        for (Parameter parameter : Parameter.of(spec)) {
            dtype = requireTensor(source, file, rest, parameter.name(), parameter.shape(), dtype);
        }
        if (!rest.isEmpty()) {
            throw new ModelFormatException(source, "tensors that no layer has: " + rest);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        file.metadata().forEach((key, value) -> {
            if (key.startsWith(FACT_PREFIX)) {
                facts.put(key.substring(FACT_PREFIX.length()), value);
            }
        });
        return new Contents(spec, dtype == null ? DType.F32 : dtype, facts);
    }

    /** Checks one tensor and returns its type, which must be that of the others. */
    private static DType requireTensor(
            Path source,
            SafetensorsFile file,
            Set<String> rest,
            String name,
            List<Long> shape,
            @Nullable DType others) {
        TensorEntry entry = file.tensors().get(name);
        if (entry == null) {
            throw new ModelFormatException(source, "the tensor " + name + " is missing");
        }
        rest.remove(name);
        if (!entry.shape().equals(shape)) {
            throw new ModelFormatException(
                    source, name + " has shape " + entry.shape() + ", but the network's is " + shape);
        }
        DType dtype = switch (entry.dtype()) {
            case "F32" -> DType.F32;
            case "F64" -> DType.F64;
            default ->
                throw new ModelFormatException(
                        source, name + " has dtype " + entry.dtype() + ": only F32 and F64 can be loaded");
        };
        if (others != null && others != dtype) {
            throw new ModelFormatException(source, name + " has dtype " + dtype + ", but others have " + others);
        }
        return dtype;
    }
}
