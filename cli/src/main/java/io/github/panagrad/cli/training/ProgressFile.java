package io.github.panagrad.cli.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.panagrad.cli.output.JsonText;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file in which a training of several recipes says what it trains and how far it is: JSON, an object of objects of texts, replaced
 * as a whole.
 */
final class ProgressFile {
    private static final String NAME = "progress.json";

    private static final long MOST_BYTES = 4_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ProgressFile() {}

    /** Returns the file of a folder. */
    static Path path(Path folder) {
        return folder.resolve(NAME);
    }

    /**
     * Reads the file of a folder.
     *
     * @return empty if there is none
     * @throws InvalidInputException if it cannot be read, or is something else
     */
    static Optional<Map<String, Map<String, String>>> read(Path folder) {
        Path file = path(folder);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it is too large");
            }
            try (JsonParser json = JSON.createParser(Files.readAllBytes(file))) {
                return Optional.of(sections(json));
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "--resume: " + Quoted.path(file) + " cannot be read: " + IoReason.of(e)
                            + "; delete it: the networks are in other files, and only the time that was used is forgotten",
                    e);
        }
    }

    private static Map<String, Map<String, String>> sections(JsonParser json) throws IOException {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        require(json.nextToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            Map<String, String> section = new LinkedHashMap<>();
            sections.put(json.currentName(), section);
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.VALUE_STRING);
                section.put(name, json.getText());
            }
        }
        require(json.nextToken() == null);
        return sections;
    }

    private static void require(boolean isExpected) throws IOException {
        if (!isExpected) {
            throw new IOException("it is no object of objects of texts");
        }
    }

    /**
     * Writes the file of a folder, or leaves the one that is there as it is.
     *
     * @throws IOException if it cannot be written
     */
    static void write(Path folder, Map<String, Map<String, String>> sections) throws IOException {
        String text = JsonText.object(json -> {
            for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
                json.writeObjectFieldStart(section.getKey());
                for (Map.Entry<String, String> field : section.getValue().entrySet()) {
                    json.writeStringField(field.getKey(), field.getValue());
                }
                json.writeEndObject();
            }
        });
        AtomicFile.write(
                path(folder),
                channel -> channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8))));
    }
}
