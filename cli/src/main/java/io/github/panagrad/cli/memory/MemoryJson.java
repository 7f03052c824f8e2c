package io.github.panagrad.cli.memory;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** The memory of a training as fields of JSON. */
public final class MemoryJson {
    private MemoryJson() {}

    /** Writes the fields {@code memory}, an object of bytes, and {@code memory_limit}. */
    public static void write(JsonGenerator json, TrainingMemory memory, MemoryLimit limit) throws IOException {
        json.writeObjectFieldStart("memory");
        for (Map.Entry<String, Long> part : memory.parts().entrySet()) {
            json.writeNumberField(part.getKey().replace(' ', '_'), part.getValue());
        }
        json.writeNumberField("total", memory.total());
        json.writeEndObject();
        json.writeObjectFieldStart("memory_limit");
        json.writeNumberField("bytes", limit.bytes());
        json.writeStringField("source", limit.source().label());
        json.writeBooleanField("can_fit", memory.canFit(limit));
        json.writeBooleanField("fits", memory.fits(limit));
        json.writeEndObject();
    }
}
