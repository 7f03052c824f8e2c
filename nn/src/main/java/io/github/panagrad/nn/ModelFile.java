package io.github.panagrad.nn;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.engine.Closer;
import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.nn.safetensors.TensorEntry;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
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
 * A model file that is open for reading, and the static methods that save and load whole models. Models are safetensors files,
 * which other tools can open too: {@code layers.0.weight} of shape [out, in], {@code layers.0.bias} of shape [out], and so on
 * (see {@link Parameter}), and the description in {@code __metadata__}. The networks of an ensemble are in one file, with
 * tensors called {@code members.0.layers.0.weight} and so on.
 *
 * <p>The same network and facts give the same bytes.
 */
public final class ModelFile implements AutoCloseable {
    private static final String SPEC_KEY = "panagrad.network";
    private static final String MEMBERS_KEY = "panagrad.members";
    private static final String FACT_PREFIX = "panagrad.fact.";

    private final SafetensorsFile file;
    private final Contents contents;

    private ModelFile(SafetensorsFile file, Contents contents) {
        this.file = file;
        this.contents = contents;
    }

    /**
     * Opens a file, reads the description of its network or networks, and checks that its tensors match. Later reads are from
     * the same file, even if another one takes its name in the meantime. The caller closes it.
     *
     * @throws ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     */
    public static ModelFile open(Path source) {
        SafetensorsFile file = SafetensorsFile.open(source);
        try {
            return new ModelFile(file, contents(source, file));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Returns the description of the network, or networks. */
    public Contents contents() {
        return contents;
    }

    /**
     * Reads the networks, one or several; the caller closes them.
     *
     * @throws ModelFormatException if a parameter is NaN or infinite
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if the file cannot be read
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     * @throws IllegalStateException if this was closed
     */
    public Ensemble read(Backend backend) {
        Closer closer = new Closer();
        try {
            List<Network> members = new ArrayList<>();
            for (int m = 0; m < contents.members(); m++) {
                members.add(closer.add(read(file, contents, m, backend)));
            }
            return new Ensemble(members);
        } catch (Throwable e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    /** Closes the file, but not the networks read from it; closing twice is harmless. */
    @Override
    public void close() {
        file.close();
    }

    /**
     * A file's description of its network, or networks.
     *
     * @param spec the shape, the same for all
     * @param dtype the element type of the parameters
     * @param members the number of networks, 1 unless it is an ensemble
     * @param facts the facts given when it was saved
     */
    public record Contents(NetworkSpec spec, DType dtype, int members, Map<String, String> facts) {
        /** Copies the facts. */
        public Contents {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * Saves a network completely or not at all.
     *
     * @param target the file to write or replace; its directory must exist
     * @param facts anything worth knowing about how it was trained; may be empty
     * @throws IOException if the file cannot be written; the target is then unchanged
     * @throws ModelFormatException if a parameter is NaN or infinite; the target is then unchanged
     * @throws IllegalStateException if the network was closed
     */
    public static void save(Path target, Network network, Map<String, String> facts) throws IOException {
        saveEnsemble(target, List.of(network), facts);
    }

    /**
     * Saves the networks of an ensemble in one file, completely or not at all. A single one is saved as {@link #save} does.
     *
     * @param target the file to write or replace; its directory must exist
     * @param members as for an {@link Ensemble}; they remain the caller's
     * @param facts anything worth knowing about how they were trained; may be empty
     * @throws IOException if the file cannot be written; the target is then unchanged
     * @throws ModelFormatException if a parameter is NaN or infinite; the target is then unchanged
     * @throws IllegalArgumentException if the networks cannot form an ensemble
     * @throws IllegalStateException if a network was closed
     */
    public static void saveEnsemble(Path target, List<Network> members, Map<String, String> facts) throws IOException {
        Ensemble.requireAlike(members);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SPEC_KEY, SpecJson.write(members.getFirst().spec()));
        if (members.size() > 1) {
            metadata.put(MEMBERS_KEY, String.valueOf(members.size()));
        }
        facts.forEach((key, value) -> metadata.put(FACT_PREFIX + key, value));
        Network.enter(members);
        try {
            List<NamedTensor> tensors = tensors(members);
            for (NamedTensor tensor : tensors) {
                requireFinite(target, tensor.name(), tensor.data(), "nothing was saved");
            }
            SafetensorsWriter.write(target, metadata, tensors);
        } finally {
            Network.leave(members);
        }
    }

    private static List<NamedTensor> tensors(List<Network> members) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int m = 0; m < members.size(); m++) {
            Network member = members.get(m);
            for (Parameter parameter : member.parameters()) {
                tensors.add(new NamedTensor(
                        prefix(m, members.size()) + parameter.name(), parameter.shape(), member.get(parameter)));
            }
        }
        return tensors;
    }

    private static String prefix(int member, int members) {
        return members == 1 ? "" : "members." + member + ".";
    }

    /**
     * Reads a file's description of its network, or networks, and checks that its tensors match.
     *
     * @throws ModelFormatException if it is not a model of this library
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     */
    public static Contents inspect(Path source) {
        try (ModelFile file = open(source)) {
            return file.contents();
        }
    }

    /**
     * Loads a network; the caller closes it.
     *
     * @throws ModelFormatException if it is not a model of this library, has several networks, or a parameter is NaN or infinite
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     */
    public static Network load(Path source, Backend backend) {
        try (ModelFile file = open(source)) {
            int members = file.contents().members();
            if (members > 1) {
                throw new ModelFormatException(
                        source,
                        "expected one network, found an ensemble of " + members
                                + ": load it with loadEnsemble, or serve it with a Predictor");
            }
            return read(file.file, file.contents(), 0, backend);
        }
    }

    /**
     * Loads a model of one network or of several; the caller closes it.
     *
     * @throws ModelFormatException if it is not a model of this library, or a parameter is NaN or infinite
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     * @throws io.github.panagrad.tensor.NativeMemoryException if allocation fails
     */
    public static Ensemble loadEnsemble(Path source, Backend backend) {
        try (ModelFile file = open(source)) {
            return file.read(backend);
        }
    }

    private static Network read(SafetensorsFile file, Contents contents, int member, Backend backend) {
        Network network = new Network(contents.spec(), contents.dtype(), backend);
        try {
            for (Parameter parameter : network.parameters()) {
                String name = prefix(member, contents.members()) + parameter.name();
                file.read(name, network.get(parameter));
                requireFinite(file.path(), name, network.get(parameter), "train it again");
            }
            return network;
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    private static void requireFinite(Path file, String name, Tensor values, String remedy) {
        String found = NonFinite.in(name, values);
        if (found != null) {
            throw new ModelFormatException(file, found + ", but a model has finite numbers only; " + remedy);
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
            throw new ModelFormatException(
                    source, SPEC_KEY + " in the metadata: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
        DType dtype = null;
        Set<String> rest = new HashSet<>(file.tensors().keySet());
        int members = members(source, file);
        List<Parameter> parameters = Parameter.of(spec);
        for (int m = 0; m < members; m++) {
            for (Parameter parameter : parameters) {
                String name = prefix(m, members) + parameter.name();
                dtype = requireTensor(source, file, rest, name, parameter.shape(), dtype);
            }
        }
        if (!rest.isEmpty()) {
            throw new ModelFormatException(source, "tensors that belong to no layer: " + Quoted.list(rest));
        }
        Map<String, String> facts = new LinkedHashMap<>();
        file.metadata().forEach((key, value) -> {
            if (key.startsWith(FACT_PREFIX)) {
                facts.put(key.substring(FACT_PREFIX.length()), value);
            }
        });
        return new Contents(spec, dtype == null ? DType.F32 : dtype, members, facts);
    }

    private static int members(Path source, SafetensorsFile file) {
        String text = file.metadata().get(MEMBERS_KEY);
        if (text == null) {
            return 1;
        }
        if (text.matches("[1-9][0-9]{0,3}")) {
            int members = Integer.parseInt(text);
            if (members > 1 && members <= Ensemble.MAX_MEMBERS) {
                return members;
            }
        }
        throw new ModelFormatException(
                source,
                MEMBERS_KEY + " in the metadata: expected a whole number from 2 to " + Ensemble.MAX_MEMBERS + ", found "
                        + Quoted.of(text));
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
