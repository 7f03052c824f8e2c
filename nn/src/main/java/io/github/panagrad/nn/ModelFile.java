package io.github.panagrad.nn;

import io.github.panagrad.Panagrad;
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
 * tensors called {@code members.0.layers.0.weight} and so on; where they differ in shape or weight, the description lists them
 * in parts of networks that are alike.
 *
 * <p>The same network and facts give the same bytes.
 */
public final class ModelFile implements AutoCloseable {
    private static final String FORMAT_KEY = "panagrad.format";

    /** What this version writes. It reads all from 0 on: files from before the first release have no number. */
    private static final int FORMAT = 1;

    private static final String SPEC_KEY = "panagrad.network";
    private static final String MEMBERS_KEY = "panagrad.members";
    private static final String PARTS_KEY = "panagrad.parts";
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
            List<Double> weights = new ArrayList<>();
            for (Part part : contents.parts()) {
                for (int i = 0; i < part.networks(); i++) {
                    members.add(closer.add(read(file, contents, part.spec(), members.size(), backend)));
                    weights.add(part.weight());
                }
            }
            return new Ensemble(members, weights);
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
     * Networks of a file that are alike.
     *
     * @param spec their shape
     * @param networks how many there are
     * @param weight how much each counts
     */
    public record Part(NetworkSpec spec, int networks, double weight) {}

    /**
     * A file's description of its network, or networks.
     *
     * @param parts the networks, in order; a single one of one network unless it is an ensemble
     * @param dtype the element type of the parameters
     * @param facts the facts given when it was saved
     */
    public record Contents(List<Part> parts, DType dtype, Map<String, String> facts) {
        /** Copies lists and maps. */
        public Contents {
            parts = List.copyOf(parts);
            facts = Map.copyOf(facts);
        }

        /** Returns the shape of the first network, whose inputs, outputs and loss are those of all. */
        public NetworkSpec spec() {
            return parts.getFirst().spec();
        }

        /** Returns the number of networks, 1 unless it is an ensemble. */
        public int members() {
            return parts.stream().mapToInt(Part::networks).sum();
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
        // Not closed: the network stays the caller's.
        @SuppressWarnings("resource")
        Ensemble one = Ensemble.of(network);
        save(target, one, facts);
    }

    /**
     * Saves the networks of an ensemble in one file, completely or not at all. A single one is saved as a network is.
     *
     * @param target the file to write or replace; its directory must exist
     * @param ensemble it remains the caller's
     * @param facts anything worth knowing about how they were trained; may be empty
     * @throws IOException if the file cannot be written; the target is then unchanged
     * @throws ModelFormatException if a parameter is NaN or infinite; the target is then unchanged
     * @throws IllegalStateException if a network was closed
     */
    public static void save(Path target, Ensemble ensemble, Map<String, String> facts) throws IOException {
        List<Network> members = ensemble.members();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT_KEY, String.valueOf(FORMAT));
        metadata.putAll(description(parts(ensemble)));
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

    /** Returns the runs of networks that are alike. */
    private static List<Part> parts(Ensemble ensemble) {
        List<Part> parts = new ArrayList<>();
        for (int m = 0; m < ensemble.size(); m++) {
            Part next = new Part(
                    ensemble.members().get(m).spec(), 1, ensemble.weights().get(m));
            Part last = parts.isEmpty() ? null : parts.getLast();
            if (last != null && last.spec().equals(next.spec()) && last.weight() == next.weight()) {
                parts.set(parts.size() - 1, new Part(last.spec(), last.networks() + 1, last.weight()));
            } else {
                parts.add(next);
            }
        }
        // Only ratios of weights matter.
        return parts.size() == 1
                ? List.of(new Part(parts.getFirst().spec(), parts.getFirst().networks(), 1))
                : parts;
    }

    private static Map<String, String> description(List<Part> parts) {
        Map<String, String> description = new LinkedHashMap<>();
        if (parts.size() == 1) {
            Part only = parts.getFirst();
            description.put(SPEC_KEY, SpecJson.write(only.spec()));
            if (only.networks() > 1) {
                description.put(MEMBERS_KEY, String.valueOf(only.networks()));
            }
            return description;
        }
        description.put(PARTS_KEY, String.valueOf(parts.size()));
        for (int p = 0; p < parts.size(); p++) {
            description.put(part(p, "network"), SpecJson.write(parts.get(p).spec()));
            description.put(part(p, "members"), String.valueOf(parts.get(p).networks()));
            description.put(part(p, "weight"), String.valueOf(parts.get(p).weight()));
        }
        return description;
    }

    private static String part(int number, String what) {
        return PARTS_KEY + "." + number + "." + what;
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
            return read(file.file, file.contents(), file.contents().spec(), 0, backend);
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

    /**
     * Makes a network from the tensors of a safetensors file that another library saved; the caller closes it.
     *
     * @param spec the network's shape
     * @param names for each of the network's parameters, where its numbers are in the file; further tensors of the file are ignored
     * @param dtype the element type of the network, whatever the file's
     * @throws io.github.panagrad.error.InvalidInputException if a parameter has no tensor, or a name is no parameter's
     * @throws ModelFormatException if a tensor is missing or has another shape, an element type other than F32 and F64, or NaN; a shape
     *     must be exactly the parameter's, or its transpose where the name says so
     * @throws io.github.panagrad.nn.safetensors.SafetensorsException if it is not a safetensors file
     */
    public static Network importTensors(
            Path source, NetworkSpec spec, Map<String, ImportedTensor> names, DType dtype, Backend backend) {
        try (SafetensorsFile file = SafetensorsFile.open(source)) {
            Network network = new Network(spec, dtype, backend);
            try {
                TensorImport.fill(source, file, network, names);
                return network;
            } catch (Throwable e) {
                network.close();
                throw e;
            }
        }
    }

    private static Network read(
            SafetensorsFile file, Contents contents, NetworkSpec spec, int member, Backend backend) {
        Network network = new Network(spec, contents.dtype(), backend);
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
        requireFormat(source, file.metadata().getOrDefault(FORMAT_KEY, "0"));
        List<Part> parts = readParts(source, file.metadata());
        int members = parts.stream().mapToInt(Part::networks).sum();
        DType dtype = null;
        Set<String> rest = new HashSet<>(file.tensors().keySet());
        int member = 0;
        for (Part part : parts) {
            List<Parameter> parameters = Parameter.of(part.spec());
            for (int i = 0; i < part.networks(); i++, member++) {
                for (Parameter parameter : parameters) {
                    String name = prefix(member, members) + parameter.name();
                    dtype = requireTensor(source, file, rest, name, parameter.shape(), dtype);
                }
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
        return new Contents(parts, dtype == null ? DType.F32 : dtype, facts);
    }

    private static void requireFormat(Path source, String format) {
        if (!format.matches("[0-9]{1,9}")) {
            throw new ModelFormatException(
                    source, FORMAT_KEY + " in the metadata: expected a whole number, found " + Quoted.of(format));
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw new ModelFormatException(
                    source,
                    "a later version of Panagrad wrote it, in format " + format + "; Panagrad " + Panagrad.version()
                            + " reads formats up to " + FORMAT + ": use a version that is at least as new as its own");
        }
    }

    private static List<Part> readParts(Path source, Map<String, String> metadata) {
        if (!metadata.containsKey(PARTS_KEY)) {
            NetworkSpec spec = spec(source, metadata, SPEC_KEY);
            int members = metadata.containsKey(MEMBERS_KEY) ? count(source, metadata, MEMBERS_KEY, 2) : 1;
            return List.of(new Part(spec, members, 1));
        }
        int count = count(source, metadata, PARTS_KEY, 2);
        List<Part> parts = new ArrayList<>();
        int members = 0;
        for (int p = 0; p < count; p++) {
            Part next = new Part(
                    spec(source, metadata, part(p, "network")),
                    count(source, metadata, part(p, "members"), 1),
                    weight(source, metadata, part(p, "weight")));
            NetworkSpec first = parts.isEmpty() ? next.spec() : parts.getFirst().spec();
            members += next.networks();
            if (members > Ensemble.MAX_MEMBERS
                    || next.spec().inputs() != first.inputs()
                    || next.spec().outputs() != first.outputs()
                    || !next.spec().loss().equals(first.loss())) {
                throw new ModelFormatException(
                        source,
                        part(p, "network")
                                + " in the metadata: the networks must have the same inputs, outputs and loss,"
                                + " and be at most " + Ensemble.MAX_MEMBERS);
            }
            parts.add(next);
        }
        return parts;
    }

    private static NetworkSpec spec(Path source, Map<String, String> metadata, String key) {
        String description = metadata.get(key);
        if (description == null) {
            throw new ModelFormatException(
                    source, "this is a safetensors file, but not one that panagrad saved: its metadata has no " + key);
        }
        try {
            return SpecJson.read(description);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    source, key + " in the metadata: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }

    private static int count(Path source, Map<String, String> metadata, String key, int least) {
        String text = metadata.getOrDefault(key, "");
        if (text.matches("[1-9][0-9]{0,3}")) {
            int count = Integer.parseInt(text);
            if (count >= least && count <= Ensemble.MAX_MEMBERS) {
                return count;
            }
        }
        throw new ModelFormatException(
                source,
                key + " in the metadata: expected a whole number from " + least + " to " + Ensemble.MAX_MEMBERS
                        + ", found " + Quoted.of(text));
    }

    private static double weight(Path source, Map<String, String> metadata, String key) {
        String text = metadata.getOrDefault(key, "");
        try {
            double weight = Double.parseDouble(text);
            Ensemble.requireWeight(weight);
            return weight;
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    source, key + " in the metadata: expected a number above 0, found " + Quoted.of(text), e);
        }
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
