package io.github.panagrad.nn.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.panagrad.error.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a header and checks each tensor on its own; {@link DataLayout} checks them together.
 *
 * <p>For a single use; not thread-safe.
 */
final class HeaderParser {
    /** The reserved key, which is not a tensor. */
    static final String METADATA = "__metadata__";

    /** The longest header in bytes: the limit of the format. */
    static final int MAX_BYTES = 100_000_000;

    // With the format's limit alone, a file could fill a heap of a gigabyte, because a header takes more memory than
    // its text. With the next four limits, a heap of 64 MB withstood every hostile file that was tried. They are far
    // beyond what networks need.
    private static final int MAX_TEXT_CHARS = 8_000_000;
    private static final int MAX_STRING_CHARS = 4_000_000;
    private static final int MAX_NAME_CHARS = 10_000;
    private static final int MAX_TOKENS = 500_000; // about 33,000 tensors

    private static final int MAX_NUMBER_CHARS = 32;

    // A header has three levels of nesting. The parser below never goes deeper, so this limit is only a safeguard.
    private static final int MAX_DEPTH = 4;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BYTES)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .build())
            // Names from a file must not remain in tables that live as long as the process.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Path file;
    private final JsonParser json;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    private long textChars;

    private HeaderParser(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /** The content of a header, in the order of the file. */
    record Header(Map<String, String> metadata, List<TensorEntry> tensors) {}

    /**
     * Reads a complete header.
     *
     * @param file used in messages only, not opened
     * @param input the bytes of the header and nothing else; closed
     * @throws SafetensorsException if it is not a valid header
     * @throws IOException if the input fails
     */
    static Header parse(Path file, InputStream input) throws IOException {
        // Decoded here instead of by the JSON parser, which would accept some malformed UTF-8 and guess UTF-16.
        try (PushbackReader reader =
                new PushbackReader(new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder()))) {
            int first = reader.read();
            if (first != '{') {
                String found = first < 0 ? "is empty" : "begins with " + Quoted.of(String.valueOf((char) first));
                throw new SafetensorsException(
                        file, "the header must begin with '{', but " + found + "; this is not a safetensors file");
            }
            reader.unread(first);
            try (JsonParser json = JSON.createParser(reader)) {
                HeaderParser parser = new HeaderParser(file, json);
                parser.header();
                return new Header(parser.metadata, List.copyOf(parser.tensors.values()));
            }
        } catch (CharacterCodingException e) {
            throw new SafetensorsException(file, "the header is not UTF-8 text; " + SafetensorsException.REMEDY, e);
        } catch (StreamConstraintsException e) {
            // Omits the name of the library's method, which means nothing to a user.
            throw beyondLimit(file, Quoted.sentence(e.getOriginalMessage().replaceAll(", from `[^`]*`", "")));
        } catch (JsonEOFException e) {
            throw new SafetensorsException(
                    file, "the header is not valid JSON: it ends too early; " + SafetensorsException.REMEDY, e);
        } catch (JsonProcessingException e) {
            String problem = "the header is not valid JSON: " + Quoted.sentence(e.getOriginalMessage());
            throw new SafetensorsException(file, problem + at(e.getLocation()) + "; " + SafetensorsException.REMEDY, e);
        }
    }

    private void header() throws IOException {
        json.nextToken();
        boolean hasMetadata = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = keep(json.currentName());
            json.nextToken();
            if (!name.equals(METADATA)) {
                TensorEntry previous = tensors.put(name, tensor(name));
                check(previous == null, "tensor " + Quoted.of(name) + " occurs twice");
            } else {
                check(!hasMetadata, METADATA + " occurs twice");
                hasMetadata = true;
                metadata();
            }
        }
        check(json.nextToken() == null, "text follows the header's closing brace");
    }

    private void metadata() throws IOException {
        expect(JsonToken.START_OBJECT, METADATA, "an object of strings");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = keep(json.currentName());
            json.nextToken();
            expect(JsonToken.VALUE_STRING, METADATA + ", " + Quoted.of(key), "a string");
            String previous = metadata.put(key, keep(json.getText()));
            check(previous == null, METADATA + ": the key " + Quoted.of(key) + " occurs twice");
        }
    }

    private TensorEntry tensor(String name) throws IOException {
        String tensor = "tensor " + Quoted.of(name);
        expect(JsonToken.START_OBJECT, tensor, "an object with dtype, shape and data_offsets");
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> {
                    check(dtype == null, tensor + ": dtype occurs twice");
                    expect(JsonToken.VALUE_STRING, tensor + ", dtype", "a string");
                    dtype = json.getText();
                }
                case "shape" -> {
                    check(shape == null, tensor + ": shape occurs twice");
                    shape = naturals(tensor + ", shape");
                }
                case "data_offsets" -> {
                    check(offsets == null, tensor + ": data_offsets occurs twice");
                    offsets = naturals(tensor + ", data_offsets");
                }
                default ->
                    throw fail(tensor + " has the unknown key " + Quoted.of(key)
                            + ", but only dtype, shape and data_offsets are defined");
            }
        }
        return entry(
                name, required(tensor, "dtype", dtype), required(tensor, "shape", shape), offsets(tensor, offsets));
    }

    private List<Long> offsets(String tensor, @Nullable List<Long> offsets) {
        List<Long> pair = required(tensor, "data_offsets", offsets);
        check(pair.size() == 2, tensor + ": data_offsets must be [begin, end], found " + pair.size() + " numbers");
        return pair;
    }

    private TensorEntry entry(String name, String dtype, List<Long> shape, List<Long> offsets) {
        TensorEntry entry = new TensorEntry(name, dtype, shape, offsets.get(0), offsets.get(1));
        String problem = DataLayout.problemOf(entry);
        check(problem == null, "tensor " + Quoted.of(name) + ": " + problem);
        return entry;
    }

    private List<Long> naturals(String what) throws IOException {
        expect(JsonToken.START_ARRAY, what, "an array of whole numbers");
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.VALUE_NUMBER_INT, what, "whole numbers");
            String digits = json.getText();
            check(!digits.startsWith("-"), what + ": " + digits + " is negative");
            check(json.getNumberType() != JsonParser.NumberType.BIG_INTEGER, what + ": " + digits + " is too large");
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    private void expect(JsonToken token, String what, String expected) throws IOException {
        if (json.currentToken() != token) {
            throw fail(what + ": expected " + expected + ", found " + Quoted.bare(String.valueOf(json.getText())));
        }
    }

    private <T> T required(String tensor, String key, @Nullable T value) {
        if (value == null) {
            throw fail(tensor + " has no " + key);
        }
        return value;
    }

    private String keep(String text) {
        textChars += text.length();
        if (textChars > MAX_TEXT_CHARS) {
            throw beyondLimit(file, "names and metadata have more than " + MAX_TEXT_CHARS + " characters");
        }
        check(Unicode.isValid(text), "the text " + Quoted.of(text) + " contains an unpaired surrogate");
        return text;
    }

    private void check(boolean good, String problem) {
        if (!good) {
            throw fail(problem);
        }
    }

    private SafetensorsException fail(String problem) {
        return new SafetensorsException(
                file, problem + at(json.currentTokenLocation()) + "; " + SafetensorsException.REMEDY);
    }

    private static SafetensorsException beyondLimit(Path file, String limit) {
        return new SafetensorsException(
                file, "the header exceeds a limit: " + limit + "; split the file or shorten its metadata");
    }

    private static String at(@Nullable JsonLocation location) {
        if (location == null || location.getLineNr() < 1) {
            return "";
        }
        return " (header line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
