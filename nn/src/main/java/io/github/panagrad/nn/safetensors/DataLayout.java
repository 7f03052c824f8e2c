package io.github.panagrad.nn.safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that tensors fill the part of the file behind the header: every byte once, none left over. */
final class DataLayout {
    private DataLayout() {}

    /** Returns what is wrong with a tensor whatever stands beside it, or null. */
    static @Nullable String problemOf(TensorEntry entry) {
        Optional<StoredType> type = StoredType.of(entry.dtype());
        if (type.isEmpty()) {
            return "the dtype " + Text.quote(entry.dtype()) + " is unknown; known are " + StoredType.names();
        }
        String shape = Text.show(entry.shape().toString());
        long bits;
        try {
            bits = Math.multiplyExact(entry.elements(), (long) type.get().bits());
        } catch (ArithmeticException _) {
            return "the shape " + shape + " has more elements than can be counted";
        }
        if (bits % Byte.SIZE != 0) {
            return "the shape " + shape + " of " + entry.dtype() + " does not end at a whole byte";
        }
        if (entry.begin() > entry.end()) {
            return "data_offsets begin at " + entry.begin() + ", behind their end " + entry.end();
        }
        if (bits / Byte.SIZE != entry.byteSize()) {
            return "the shape " + shape + " of " + entry.dtype() + " takes " + bits / Byte.SIZE
                    + " bytes, but data_offsets [" + entry.begin() + ", " + entry.end() + "] have " + entry.byteSize();
        }
        return null;
    }

    /**
     * Checks the tensors of a file together.
     *
     * @param entries each without a problem of its own
     * @param dataBytes the bytes behind the header
     * @return the entries by name, in the order of their data
     * @throws SafetensorsException if they overlap, leave gaps, or end before or behind the end of the file
     */
    static Map<String, TensorEntry> check(Path file, List<TensorEntry> entries, long dataBytes) {
        List<TensorEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        long covered = 0;
        String previous = "the header";
        for (TensorEntry entry : ordered) {
            String tensor = "tensor " + Text.quote(entry.name());
            if (entry.end() > dataBytes) {
                throw new SafetensorsException(
                        file,
                        tensor + " ends at byte " + entry.end() + ", but only " + dataBytes
                                + " bytes follow the header: the file was cut short; copy or download it again");
            }
            if (entry.begin() != covered) {
                String fault = entry.begin() < covered
                        ? " overlaps " + previous + ": it begins at byte "
                        : " leaves a gap behind " + previous + ": it begins at byte ";
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
                    (dataBytes - covered) + " bytes behind the last tensor belong to none (the tensors end at byte "
                            + covered + " of " + dataBytes + "); " + SafetensorsException.REMEDY);
        }
        return Collections.unmodifiableMap(tensors);
    }
}
