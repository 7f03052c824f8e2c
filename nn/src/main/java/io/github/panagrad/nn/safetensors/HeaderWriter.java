package io.github.panagrad.nn.safetensors;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Creates the part of a file before the data; the same content gives the same bytes. */
final class HeaderWriter {
    private static final JsonFactory JSON = new JsonFactory();

    // The alignment of the data, as in the reference implementation, so that a memory-mapped file can be used in place.
    private static final int ALIGNMENT = 8;

    private HeaderWriter() {}

    /**
     * Returns the length and the header, padded with spaces to a multiple of {@value #ALIGNMENT} bytes.
     *
     * @param target used in messages only
     * @param metadata written first, in its order; omitted if empty
     * @param tensors placed one after the other in this order
     * @throws IllegalArgumentException if {@link SafetensorsFile} would reject the header
     */
    static ByteBuffer header(Path target, SortedMap<String, String> metadata, List<NamedTensor> tensors) {
        byte[] json = json(metadata, tensors);
        int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
        if (padded > HeaderParser.MAX_BYTES) {
            throw new IllegalArgumentException(target + ": the header would have " + padded
                    + " bytes, but the format allows at most " + HeaderParser.MAX_BYTES + "; shorten the metadata");
        }
        requireReadable(target, json);
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static byte[] json(Map<String, String> metadata, List<NamedTensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(HeaderParser.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (NamedTensor tensor : tensors) {
                offset = writeTensor(json, tensor, offset);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static long writeTensor(JsonGenerator json, NamedTensor tensor, long begin) throws IOException {
        long end = begin + (long) tensor.data().size() * tensor.data().dtype().bytes();
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField(
                "dtype",
                switch (tensor.data().dtype()) {
                    case F32 -> StoredType.F32.name();
                    case F64 -> StoredType.F64.name();
                });
        json.writeArrayFieldStart("shape");
        for (long size : tensor.shape()) {
            json.writeNumber(size);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
        return end;
    }

    // A file that the reader rejects must not be written. Using the reader itself keeps its limits and rules in one
    // place.
    private static void requireReadable(Path target, byte[] json) {
        try {
            HeaderParser.parse(target, new ByteArrayInputStream(json));
        } catch (SafetensorsException e) {
            throw new IllegalArgumentException("this cannot be written as safetensors: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }
}
