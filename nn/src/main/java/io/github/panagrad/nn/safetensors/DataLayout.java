package io.github.panagrad.nn.safetensors;

import io.github.panagrad.error.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that the tensors cover the part of the file after the header exactly once, without gaps or overlaps. */
final class DataLayout {
    private DataLayout() {}

    /** Returns what is wrong with a tensor considered on its own, or null. */
    static @Nullable String problemOf(TensorEntry entry) {
        Optional<StoredType> type = StoredType.of(entry.dtype());
        if (type.isEmpty()) {
            return "the dtype " + Quoted.of(entry.dtype()) + " is unknown; expected one of " + StoredType.names();
        }
        String shape = Quoted.bare(entry.shape().toString());
        long bits;
        try {
            bits = Math.multiplyExact(entry.elements(), (long) type.get().bits());
        } catch (ArithmeticException _) {
            return "the shape " + shape + " has more elements than can be counted";
        }
        if (bits % Byte.SIZE != 0) {
            return "the shape " + shape + " of " + entry.dtype() + " does not take a whole number of bytes";
        }
        if (entry.begin() > entry.end()) {
            return "data_offsets begin at " + entry.begin() + ", after their end " + entry.end();
        }
        if (bits / Byte.SIZE != entry.byteSize()) {
            return "the shape " + shape + " of " + entry.dtype() + " takes " + bits / Byte.SIZE
                    + " bytes, but data_offsets [" + entry.begin() + ", " + entry.end() + "] have " + entry.byteSize();
        }
        return null;
    }

    /**
     * Checks the layout of all tensors of a file.
     *
     * @param entries tensors for which {@link #problemOf} returns null
     * @param dataBytes the number of bytes after the header
     * @return the entries by name, in the order of their data
     * @throws SafetensorsException if they overlap, leave gaps, or end before or after the end of the file
     */
    static Map<String, TensorEntry> check(Path file, List<TensorEntry> entries, long dataBytes) {
        List<TensorEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        long covered = 0;
        String previous = "the header";
        for (TensorEntry entry : ordered) {
            String tensor = "tensor " + Quoted.of(entry.name());
            if (entry.end() > dataBytes) {
                throw new SafetensorsException(
                        file,
                        tensor + " ends at byte " + entry.end() + ", but only " + dataBytes
                                + " bytes follow the header: the file is truncated; copy or download it again");
            }
            if (entry.begin() != covered) {
                String fault = entry.begin() < covered
                        ? " overlaps " + previous + ": it begins at byte "
                        : " leaves a gap after " + previous + ": it begins at byte ";
                throw new SafetensorsException(
                        file,
                        tensor + fault + entry.begin() + ", not at " + covered + "; " + SafetensorsException.REMEDY);
            }
            covered = entry.end();
            previous = tensor;
            tensors.put(entry.name(), entry);
        }
        if (covered != dataBytes) {
            throw new SafetensorsException(
                    file,
                    (dataBytes - covered) + " bytes after the last tensor belong to no tensor (the tensors end at byte "
                            + covered + " of " + dataBytes + "); " + SafetensorsException.REMEDY);
        }
        return Collections.unmodifiableMap(tensors);
    }
}
