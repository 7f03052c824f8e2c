package io.github.panagrad.nn;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.engine.Closer;
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
 * A model file that is open for reading, and the static methods that save and load whole models. Models are safetensors files, which other tools open too: {@code layers.0.weight} of shape [out, in],
 * {@code layers.0.bias} of shape [out], and so on (see {@link Parameter}), and the description in {@code __metadata__}. The
 * networks of an ensemble are in one file, their tensors called {@code members.0.layers.0.weight} and so on.
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
     * Opens a file, reads what it says of its network or networks, and checks that its tensors fit. What is read later comes
     * from the same file, even if another one takes its name meanwhile. The caller closes it.
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

    /** Returns what the file says of its network, or its networks. */
    public Contents contents() {
        return contents;
    }

    /**
     * Reads the networks, one or several; the caller closes them.
     *
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

    /** Closes the file, not the networks that were read from it; again without harm. */
    @Override
    public void close() {
        file.close();
    }

    /**
     * What a file says of its network, or its networks.
     *
     * @param spec the shape, the same for all
     * @param dtype the element type of the parameters
     * @param members the number of networks, 1 unless it is an ensemble
     * @param facts what was said when it was saved
     */
    public record Contents(NetworkSpec spec, DType dtype, int members, Map<String, String> facts) {
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
        saveEnsemble(target, List.of(network), facts);
    }

    /**
     * Saves the networks of an ensemble in one file, whole or not at all. A single one is saved as {@link #save} does.
     *
     * @param target the file to write or replace; its directory must exist
     * @param members as an {@link Ensemble} takes them; they stay the caller's
     * @param facts anything worth knowing of how they were trained; may be empty
     * @throws IOException if the file cannot be written; the target is then as it was
     * @throws IllegalArgumentException if the networks cannot be an ensemble
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
            SafetensorsWriter.write(target, metadata, tensors(members));
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
     * Reads what a file says of its network, or its networks, and checks that its tensors fit.
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
     * @throws ModelFormatException if it is not a model of this library, or one of several networks
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
                                + ": it is loaded by loadEnsemble, or served by a Predictor");
            }
            return read(file.file, file.contents(), 0, backend);
        }
    }

    /**
     * Loads a model of one network or of several; the caller closes it.
     *
     * @throws ModelFormatException if it is not a model of this library
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
                file.read(prefix(member, contents.members()) + parameter.name(), network.get(parameter));
            }
            return network;
        } catch (Throwable e) {
            network.close();
            throw e;
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
            throw new ModelFormatException(source, "tensors that no layer has: " + Quoted.list(rest));
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
