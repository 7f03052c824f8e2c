package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.panagrad.error.Quoted;
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
 * <p>A field that is missing, unknown or given twice is an error.
 */
final class SpecJson {
    /** The field that names a layer's kind; it is omitted for the usual one. */
    private static final String KIND = "kind";

    private static final String HIDDEN = "dense";
    private static final String EMBEDDING = "embedding";

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
            if (spec.inputDropout() > 0) {
                json.writeNumberField("input_dropout", spec.inputDropout());
            }
            if (!spec.embeddings().isEmpty()) {
                write(json, "embeddings", spec.embeddings(), EMBEDDING);
            }
            write(json, "hidden", spec.hidden(), HIDDEN);
            json.writeNumberField("outputs", spec.outputs());
            json.writeStringField("loss", Loss.choices().format(spec.loss()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, List<Layer> layers, String usual) throws IOException {
        json.writeArrayFieldStart(name);
        for (Layer layer : layers) {
            write(json, layer, usual);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Layer layer, String usual) throws IOException {
        json.writeStartObject();
        String kind = LayerKinds.of(layer).name();
        if (!kind.equals(usual)) {
            json.writeStringField(KIND, kind);
        }
        LayerKinds.write(layer, json);
        json.writeEndObject();
    }

    /** Writes a layer with its kind. */
    static String write(Layer layer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, layer, "");
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
        List<Layer> embeddings = List.of();
        List<Layer> hidden = null;
        Loss loss = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "inputs" -> inputs = integer(json, one(value, name), name);
                case "outputs" -> outputs = integer(json, one(value, name), name);
                case "loss" -> loss = Loss.choices().load(string(json, one(value, name), name), "Loss.custom");
                case "input_dropout" -> inputDropout = number(json, value, name);
                case "embeddings" -> embeddings = list(json, value, name, EMBEDDING, "an embedding");
                case "hidden" -> hidden = list(json, value, name, HIDDEN, "a hidden layer");
                default -> throw new IllegalArgumentException("unknown field " + Quoted.of(name) + " in the network");
            }
        }
        return new NetworkSpec(
                required(inputs, "inputs"),
                embeddings,
                inputDropout,
                required(hidden, "hidden"),
                required(outputs, "outputs"),
                required(loss, "loss"));
    }

    private static List<Layer> list(JsonParser json, JsonToken start, String name, String usual, String what)
            throws IOException {
        expect(start, JsonToken.START_ARRAY, name);
        List<Layer> layers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.START_OBJECT, "an element of " + name);
            LayerFields fields = new LayerFields(json);
            layers.add(LayerKinds.named(fields.text(KIND, usual)).read(fields));
            fields.requireEmpty(what);
        }
        return layers;
    }

    /** Rejects a list where a network has a single value. */
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

    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the field " + Quoted.of(name) + " is missing");
        }
        return value;
    }

    static void expect(@Nullable JsonToken found, @Nullable JsonToken expected, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
        }
    }
}
