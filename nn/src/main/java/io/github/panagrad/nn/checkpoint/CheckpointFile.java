package io.github.panagrad.nn.checkpoint;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsException;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.nn.safetensors.TensorEntry;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint: a safetensors file whose metadata contains a {@link CheckpointDescription} and a checksum of
 * everything. An instance is a file that is open for reading and whose checksum was verified; the caller that opened it
 * must close it. Threads may share it.
 */
public final class CheckpointFile implements AutoCloseable {
    private static final String DESCRIPTION = "panagrad.checkpoint";
    private static final String CHECKSUM = "panagrad.crc32c";

    private final Path path;
    private final SafetensorsFile file;
    private final CheckpointDescription description;

    private CheckpointFile(Path path, SafetensorsFile file, CheckpointDescription description) {
        this.path = path;
        this.file = file;
        this.description = description;
    }

    /**
     * Writes a file atomically. The same content gives the same bytes.
     *
     * @param tensors written in this order; those of {@code F64} should come first
     * @throws IOException if the file cannot be written; the message names it, the reason and the remedy
     */
    public static void write(Path target, CheckpointDescription description, List<NamedTensor> tensors)
            throws IOException {
        String json = DescriptionJson.write(description);
        CRC32C sum = new CRC32C();
        add(sum, json);
        for (NamedTensor tensor : tensors) {
            add(sum, tensor.name() + tensor.data().dtype().name() + tensor.shape());
        }
        SafetensorsWriter.addTo(sum, tensors);
        SafetensorsWriter.write(target, Map.of(DESCRIPTION, json, CHECKSUM, hex(sum)), tensors);
    }

    private static void add(CRC32C sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(CRC32C sum) {
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /**
     * Opens a file and verifies its checksum, which reads all of it once.
     *
     * @throws CheckpointException if the file cannot be read, is not a checkpoint or is damaged
     */
    public static CheckpointFile open(Path path) {
        try {
            SafetensorsFile file = SafetensorsFile.open(path);
            try {
                return new CheckpointFile(path, file, verify(path, file));
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (SafetensorsException e) {
            throw new CheckpointException(e);
        }
    }

    private static CheckpointDescription verify(Path path, SafetensorsFile file) {
        String json = file.metadata().get(DESCRIPTION);
        String expected = file.metadata().get(CHECKSUM);
        if (json == null || expected == null) {
            throw new CheckpointException(
                    path, "this is a safetensors file, but not a checkpoint: its metadata has no " + DESCRIPTION);
        }
        CRC32C sum = new CRC32C();
        add(sum, json);
        for (TensorEntry entry : file.tensors().values()) {
            add(sum, entry.name() + entry.dtype() + entry.shape());
        }
        file.addTo(sum);
        if (!hex(sum).equals(expected)) {
            throw new CheckpointException(
                    path,
                    "the file is damaged: its checksum is " + hex(sum) + ", but it should be "
                            + Quoted.bare(expected.strip()) + "; resume from the previous checkpoint");
        }
        try {
            return DescriptionJson.read(json);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    path, DESCRIPTION + " in the metadata: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Reads the description of a checkpoint.
     *
     * @throws CheckpointException if the file cannot be read, is not a checkpoint or is damaged
     */
    public static CheckpointDescription inspect(Path path) {
        try (CheckpointFile file = open(path)) {
            return file.description();
        }
    }

    /**
     * Returns the newest undamaged checkpoint of a folder, or nothing if the folder has no checkpoint or does not
     * exist; damaged ones are logged.
     *
     * @throws CheckpointException if all are damaged, or the folder cannot be read
     */
    public static Optional<Path> latest(Path directory) {
        return latest(
                directory,
                damage -> LoggerFactory.getLogger(CheckpointFile.class)
                        .warn("{}; using the previous checkpoint", damage));
    }

    /**
     * Returns the newest undamaged checkpoint of a folder, or nothing if the folder has no checkpoint or does not
     * exist.
     *
     * @param damaged receives a description of the problem with each newer one
     * @throws CheckpointException if all are damaged, or the folder cannot be read
     */
    public static Optional<Path> latest(Path directory, Consumer<String> damaged) {
        List<Path> files = CheckpointNames.list(directory);
        List<String> problems = new ArrayList<>();
        for (Path path : files.reversed()) {
            try (CheckpointFile _ = open(path)) {
                problems.forEach(damaged);
                return Optional.of(path);
            } catch (CheckpointException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new CheckpointException(directory, "no checkpoint is usable: " + String.join("; ", problems));
        }
        return Optional.empty();
    }

    /** Returns the path of the checkpoint after a step. */
    public static Path file(Path directory, long step) {
        return CheckpointNames.file(directory, step);
    }

    /**
     * Returns the checkpoints in a folder, in the order of their steps; none if the folder does not exist.
     *
     * @throws CheckpointException if the folder cannot be read
     */
    public static List<Path> list(Path directory) {
        return CheckpointNames.list(directory);
    }

    /** Returns the description of the training run. */
    public CheckpointDescription description() {
        return description;
    }

    /** Returns the path. */
    public Path path() {
        return path;
    }

    /**
     * Requires exactly these tensors, with their names, types and shapes.
     *
     * @throws CheckpointException if a tensor is missing, different or unexpected
     */
    public void require(List<NamedTensor> expected) {
        Set<String> rest = new HashSet<>(file.tensors().keySet());
        for (NamedTensor tensor : expected) {
            require(tensor.name(), tensor.data().dtype(), tensor.shape());
            rest.remove(tensor.name());
        }
        if (!rest.isEmpty()) {
            throw new CheckpointException(path, "it has tensors that this training run does not have: " + rest);
        }
    }

    /**
     * Requires a tensor.
     *
     * @throws CheckpointException if the tensor is missing or different
     */
    public void require(String name, DType dtype, List<Long> shape) {
        TensorEntry entry = file.tensors().get(name);
        if (entry == null) {
            throw new CheckpointException(path, "the tensor " + name + " is missing");
        }
        if (!entry.dtype().equals(dtype.name()) || !entry.shape().equals(shape)) {
            throw new CheckpointException(
                    path,
                    name + " is " + entry.dtype() + " " + entry.shape() + ", but this training run needs "
                            + dtype.name() + " " + shape);
        }
    }

    /**
     * Requires that all numbers of a tensor are finite.
     *
     * @throws CheckpointException if one is not, there is no such tensor, or it cannot be read
     */
    public void requireFinite(String name) {
        long element;
        try {
            element = file.firstNonFinite(name);
        } catch (SafetensorsException e) {
            throw new CheckpointException(e);
        }
        if (element >= 0) {
            throw new CheckpointException(
                    path,
                    name + ": element " + element
                            + " is NaN or infinite: the training had diverged; resume from the previous checkpoint");
        }
    }

    /**
     * Reads a tensor.
     *
     * @param destination written; contiguous, with the same number of elements
     * @throws CheckpointException if there is no tensor of that name and size, or it cannot be read
     */
    public void read(String name, Tensor destination) {
        try {
            file.read(name, destination);
        } catch (SafetensorsException e) {
            throw new CheckpointException(e);
        }
    }

    /** Closes the file; closing it again has no effect. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (SafetensorsException e) {
            throw new CheckpointException(e);
        }
    }
}
