package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.panagrad.tensor.Activation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description of a network as JSON:
 *
 * <pre>
 * {"inputs":784,"hidden":[{"units":512,"activation":"relu","dropout":0.2}],"outputs":10,"loss":"softmax_cross_entropy"}
 * </pre>
 *
 * <p>What is missing, unknown or given twice is an error.
 */
final class SpecJson {
    private static final int MAX_CHARS = 1_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_CHARS)
                    .maxNestingDepth(4)
                    .maxStringLength(100)
                    .maxNameLength(100)
                    .maxNumberLength(40)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SpecJson() {}

    static String write(NetworkSpec spec) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("inputs", spec.inputs());
            if (spec.input().dropout() > 0) {
                json.writeNumberField("input_dropout", spec.input().dropout());
            }
            if (!spec.input().embeddings().isEmpty()) {
                json.writeArrayFieldStart("embeddings");
                for (Embedding embedding : spec.input().embeddings()) {
                    json.writeStartObject();
                    json.writeNumberField("column", embedding.column());
                    json.writeNumberField("categories", embedding.categories());
                    json.writeNumberField("dimension", embedding.dimension());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart("hidden");
            for (Dense layer : spec.hidden()) {
                json.writeStartObject();
                json.writeNumberField("units", layer.units());
                json.writeStringField("activation", Activation.choices().format(layer.activation()));
                json.writeNumberField("dropout", layer.dropout());
                if (layer.isNormalized()) {
                    json.writeStringField(
                            "normalization", Normalization.choices().format(layer.normalization()));
                }
                if (layer.skip() > 0) {
                    json.writeNumberField("skip", layer.skip());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("outputs", spec.outputs());
            json.writeStringField("loss", Loss.choices().format(spec.loss()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException if it is not one; the message says what is wrong
     */
    static NetworkSpec read(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken(), JsonToken.START_OBJECT, "the description of the network");
            NetworkSpec spec = spec(json);
            expect(json.nextToken(), null, "the end of the description");
            return spec;
        } catch (IOException e) {
            throw new IllegalArgumentException("the description of the network is not valid JSON", e);
        }
    }

    private static NetworkSpec spec(JsonParser json) throws IOException {
        Integer inputs = null;
        Integer outputs = null;
        double inputDropout = 0;
        List<Embedding> embeddings = List.of();
        List<Dense> hidden = null;
        Loss loss = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "inputs" -> inputs = integer(json, one(value, name), name);
                case "outputs" -> outputs = integer(json, one(value, name), name);
                case "loss" -> loss = Loss.choices().parse(string(json, one(value, name), name));
                case "input_dropout" -> inputDropout = number(json, value, name);
                case "embeddings" -> embeddings = list(json, value, name, SpecJson::embedding);
                case "hidden" -> hidden = list(json, value, name, SpecJson::layer);
                default -> throw new IllegalArgumentException("unknown field '" + name + "' in the network");
            }
        }
        return new NetworkSpec(
                required(inputs, "inputs"),
                new InputLayer(embeddings, inputDropout),
                required(hidden, "hidden"),
                required(outputs, "outputs"),
                required(loss, "loss"));
    }

    /** Reads one element of a list. */
    private interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    private static <T> List<T> list(JsonParser json, JsonToken start, String name, Reader<T> reader)
            throws IOException {
        expect(start, JsonToken.START_ARRAY, name);
        List<T> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.START_OBJECT, "an element of " + name);
            elements.add(reader.read(json));
        }
        return elements;
    }

    private static Embedding embedding(JsonParser json) throws IOException {
        Integer column = null;
        Integer categories = null;
        Integer dimension = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "column" -> column = integer(json, value, name);
                case "categories" -> categories = integer(json, value, name);
                case "dimension" -> dimension = integer(json, value, name);
                default -> throw new IllegalArgumentException("unknown field '" + name + "' in an embedding");
            }
        }
        return new Embedding(
                required(column, "column"), required(categories, "categories"), required(dimension, "dimension"));
    }

    private static Dense layer(JsonParser json) throws IOException {
        Integer units = null;
        String activation = null;
        double dropout = 0;
        Normalization normalization = Normalization.none();
        int skip = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "units" -> units = integer(json, value, name);
                case "activation" -> activation = string(json, value, name);
                case "dropout" -> dropout = number(json, value, name);
                case "normalization" -> normalization = Normalization.choices().parse(string(json, value, name));
                case "skip" -> skip = integer(json, value, name);
                default -> throw new IllegalArgumentException("unknown field '" + name + "' in a hidden layer");
            }
        }
        return new Dense(
                required(units, "units"),
                Activation.choices().parse(required(activation, "activation")),
                dropout,
                normalization,
                skip);
    }

    /** Refuses a list where a network has one. */
    private static JsonToken one(JsonToken token, String name) {
        if (token == JsonToken.START_ARRAY) {
            throw new IllegalArgumentException(
                    name + ": found a list, but networks with several input or output layers are out of scope");
        }
        return token;
    }

    private static int integer(JsonParser json, JsonToken token, String name) throws IOException {
        expect(token, JsonToken.VALUE_NUMBER_INT, name);
        return json.getIntValue();
    }

    private static double number(JsonParser json, JsonToken token, String name) throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            expect(token, JsonToken.VALUE_NUMBER_FLOAT, name);
        }
        return json.getDoubleValue();
    }

    private static String string(JsonParser json, JsonToken token, String name) throws IOException {
        expect(token, JsonToken.VALUE_STRING, name);
        return json.getText();
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the field '" + name + "' is missing");
        }
        return value;
    }

    private static void expect(@Nullable JsonToken found, @Nullable JsonToken expected, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
        }
    }
}
