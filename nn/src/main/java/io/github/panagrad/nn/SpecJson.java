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
            json.writeArrayFieldStart("hidden");
            for (Dense layer : spec.hidden()) {
                json.writeStartObject();
                json.writeNumberField("units", layer.units());
                json.writeStringField("activation", Activation.choices().format(layer.activation()));
                json.writeNumberField("dropout", layer.dropout());
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
        List<Dense> hidden = null;
        Loss loss = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "inputs" -> inputs = integer(json, value, name);
                case "outputs" -> outputs = integer(json, value, name);
                case "loss" -> loss = Loss.choices().parse(string(json, value, name));
                case "hidden" -> hidden = layers(json, value);
                default -> throw new IllegalArgumentException("unknown field '" + name + "' in the network");
            }
        }
        return new NetworkSpec(
                required(inputs, "inputs"),
                required(hidden, "hidden"),
                required(outputs, "outputs"),
                required(loss, "loss"));
    }

    private static List<Dense> layers(JsonParser json, JsonToken start) throws IOException {
        expect(start, JsonToken.START_ARRAY, "hidden");
        List<Dense> layers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.START_OBJECT, "a hidden layer");
            layers.add(layer(json));
        }
        return layers;
    }

    private static Dense layer(JsonParser json) throws IOException {
        Integer units = null;
        String activation = null;
        double dropout = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "units" -> units = integer(json, value, name);
                case "activation" -> activation = string(json, value, name);
                case "dropout" -> dropout = number(json, value, name);
                default -> throw new IllegalArgumentException("unknown field '" + name + "' in a hidden layer");
            }
        }
        return new Dense(
                required(units, "units"), Activation.choices().parse(required(activation, "activation")), dropout);
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
