package io.github.panagrad.serve.file;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.json.JsonLimits;
import io.github.panagrad.json.JsonReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file in memory: its tensors of float32 and float64, and its metadata. Everything is checked: the tensors cover the
 * bytes after the header exactly, and each has the bytes of its shape. Immutable.
 */
public final class Safetensors {
    private static final String METADATA = "__metadata__";
    private static final String REMEDY = "the file is damaged, or not a safetensors file; copy or make it again";
    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

    /** A header takes more memory than its bytes. No model that Panagrad writes comes near it. */
    private static final int MAX_HEADER_BYTES = 32 << 20;

    private static final JsonLimits LIMITS = new JsonLimits(MAX_HEADER_BYTES, 4, 10_000, 500_000);

    private final Map<String, String> metadata;
    private final Map<String, StoredTensor> tensors;

    private Safetensors(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /** The place of a tensor in the file, from the first byte after the header on. */
    private record Entry(String name, String dtype, List<Long> shape, long begin, long end) {}

    /**
     * Reads a file.
     *
     * @param bytes the whole file; not to be changed
     * @throws IllegalArgumentException if it is none; the message says what is wrong
     */
    public static Safetensors read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < Long.BYTES) {
            throw new IllegalArgumentException(
                    "it has " + bytes.length + " bytes, but a safetensors file has at least 8; " + REMEDY);
        }
        long headerBytes = file.getLong(0);
        if (headerBytes < 0 || headerBytes > bytes.length - Long.BYTES) {
            throw new IllegalArgumentException("the header should have " + Long.toUnsignedString(headerBytes)
                    + " bytes, but only " + (bytes.length - Long.BYTES) + " follow; " + REMEDY);
        }
        if (headerBytes > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("the header has " + headerBytes + " bytes, but at most "
                    + MAX_HEADER_BYTES + " are read; shorten its metadata");
        }
        Map<?, ?> header = header(file.slice(Long.BYTES, (int) headerBytes));
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        header.forEach((name, value) -> {
            if (name.equals(METADATA)) {
                map(value, METADATA).forEach((key, text) -> metadata.put((String) key, text(text, METADATA)));
            } else {
                entries.add(entry((String) name, map(value, "tensor " + Quoted.of((String) name))));
            }
        });
        int dataStart = Long.BYTES + (int) headerBytes;
        ByteBuffer data = file.slice(dataStart, bytes.length - dataStart).order(ByteOrder.LITTLE_ENDIAN);
        return new Safetensors(metadata, tensors(entries, data));
    }

    private static Map<?, ?> header(ByteBuffer bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the header is not UTF-8 text; " + REMEDY, e);
        }
        if (!text.startsWith("{")) {
            throw new IllegalArgumentException("the header must begin with '{'; " + REMEDY);
        }
        try {
            return map(JsonReader.read(text, LIMITS), "the header");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the header is not valid JSON: " + Quoted.sentence(String.valueOf(e.getMessage())) + "; " + REMEDY,
                    e);
        }
    }

    private static Entry entry(String name, Map<?, ?> fields) {
        String tensor = "tensor " + Quoted.of(name);
        if (!fields.keySet().equals(KEYS)) {
            throw new IllegalArgumentException(tensor + ": expected dtype, shape and data_offsets, found "
                    + Quoted.list(
                            fields.keySet().stream().map(String.class::cast).toList()) + "; " + REMEDY);
        }
        List<Long> offsets = naturals(fields.get("data_offsets"), tensor + ", data_offsets");
        if (offsets.size() != 2 || offsets.getFirst() > offsets.getLast()) {
            throw new IllegalArgumentException(tensor + ": data_offsets must be [begin, end], found "
                    + Quoted.bare(offsets.toString()) + "; " + REMEDY);
        }
        return new Entry(
                name,
                text(fields.get("dtype"), tensor + ", dtype"),
                naturals(fields.get("shape"), tensor + ", shape"),
                offsets.getFirst(),
                offsets.getLast());
    }

    private static Map<String, StoredTensor> tensors(List<Entry> entries, ByteBuffer data) {
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        long covered = 0;
        for (Entry entry : entries) {
            String tensor = "tensor " + Quoted.of(entry.name());
            if (entry.begin() != covered || entry.end() > data.capacity()) {
                throw new IllegalArgumentException(tensor + " has the bytes from " + entry.begin() + " to "
                        + entry.end() + ", but should begin at " + covered + " and end within " + data.capacity() + "; "
                        + REMEDY);
            }
            covered = entry.end();
            tensors.put(entry.name(), tensor(entry, data));
        }
        if (covered != data.capacity()) {
            throw new IllegalArgumentException(
                    (data.capacity() - covered) + " bytes after the last tensor belong to none; " + REMEDY);
        }
        return tensors;
    }

    private static StoredTensor tensor(Entry entry, ByteBuffer data) {
        String tensor = "tensor " + Quoted.of(entry.name());
        long bytes = switch (entry.dtype()) {
            case "F32" -> Float.BYTES;
            case "F64" -> Double.BYTES;
            default ->
                throw new IllegalArgumentException(
                        tensor + " has dtype " + Quoted.of(entry.dtype()) + ": only F32 and F64 can be served");
        };
        try {
            for (long size : entry.shape()) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    tensor + ": the shape " + Quoted.bare(entry.shape().toString()) + " is too large; " + REMEDY, e);
        }
        if (bytes != entry.end() - entry.begin()) {
            throw new IllegalArgumentException(tensor + ": the shape "
                    + Quoted.bare(entry.shape().toString()) + " of " + entry.dtype() + " takes " + bytes
                    + " bytes, but it has " + (entry.end() - entry.begin()) + "; " + REMEDY);
        }
        ByteBuffer own = data.slice((int) entry.begin(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new StoredTensor(
                entry.shape(), entry.dtype().equals("F32") ? Numbers.Floats.read(own) : Numbers.Doubles.read(own));
    }

    private static Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(what + ": expected an object; " + REMEDY);
    }

    private static String text(@Nullable Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(what + ": expected a text; " + REMEDY);
    }

    private static List<Long> naturals(@Nullable Object value, String what) {
        List<Long> numbers = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Double number
                        && number >= 0
                        && number == Math.rint(number)
                        && number <= 1L << 53) {
                    numbers.add(number.longValue());
                }
            }
            if (numbers.size() == list.size()) {
                return numbers;
            }
        }
        throw new IllegalArgumentException(what + ": expected whole numbers; " + REMEDY);
    }

    /** Returns the metadata. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the tensors by name, in the order of the file. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }
}
