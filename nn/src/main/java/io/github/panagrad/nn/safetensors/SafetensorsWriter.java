package io.github.panagrad.nn.safetensors;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Checksum;

/**
 * Writes safetensors files. Threads may write concurrently, even to the same target: the result is one complete file.
 */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * Writes a file atomically, see {@link AtomicFile}. The same content gives the same bytes.
     *
     * <p>The data begins at a multiple of 8 bytes. Each tensor follows the previous one without a gap, as the format
     * requires. If both element types occur, the {@code F64} tensors should come first, so that they are aligned as
     * well.
     *
     * @param target the file to write or replace; its directory must exist
     * @param metadata the metadata of the file, written before the tensors in the order of its keys; may be empty
     * @param tensors written in this order; their elements must not change during the call
     * @throws IllegalArgumentException if two tensors have the same name, or a text is not valid Unicode or is too long
     *     to be read back
     * @throws IllegalStateException if the slab of a tensor is closed
     * @throws IOException if the file cannot be written; the target is then unchanged. The message names the target,
     *     the reason and the remedy
     */
    public static void write(Path target, Map<String, String> metadata, List<NamedTensor> tensors) throws IOException {
        List<NamedTensor> ordered = List.copyOf(tensors);
        requireUniqueNames(ordered);
        // The order of a map is unspecified, and that of Map.of differs between JVM runs.
        SortedMap<String, String> sorted = new TreeMap<>(metadata);
        requireUnicode(sorted);
        ByteBuffer header = HeaderWriter.header(target, sorted, ordered);
        AtomicFile.write(target, channel -> {
            channel.write(header);
            for (NamedTensor tensor : ordered) {
                TensorData.write(tensor.data(), channel);
            }
        });
    }

    /**
     * Adds the bytes of tensors, as they are stored in a file, to a checksum, in their order; see
     * {@link SafetensorsFile#addTo}.
     *
     * @throws IllegalStateException if the slab of a tensor is closed
     */
    public static void addTo(Checksum sum, List<NamedTensor> tensors) {
        try {
            for (NamedTensor tensor : tensors) {
                TensorData.write(tensor.data(), new ChecksumChannel(sum));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a checksum cannot fail", e);
        }
    }

    private static void requireUniqueNames(List<NamedTensor> tensors) {
        Set<String> names = new HashSet<>();
        for (NamedTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("two tensors are named " + Quoted.of(tensor.name()));
            }
        }
    }

    private static void requireUnicode(Map<String, String> metadata) {
        metadata.forEach((key, value) -> {
            if (!Unicode.isValid(key) || !Unicode.isValid(value)) {
                throw new IllegalArgumentException(
                        "the metadata entry " + Quoted.of(key) + " contains an unpaired surrogate");
            }
        });
    }
}
