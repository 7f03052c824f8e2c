package io.github.panagrad.table.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.base.ParserBase;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.TextFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/** Reads a file of JSON lines once, object by object, and reports what is wrong with it. Used by one thread. */
final class JsonPass {
    // Python writes NaN, which is no JSON.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(CellReader.MAX_CHARACTERS)
                    .maxNumberLength(CellReader.MAX_CHARACTERS)
                    .build())
            .build();

    private final Path file;
    private final Handler handler;
    private long line = 1;
    private String key = "";

    private JsonPass(Path file, Handler handler) {
        this.file = file;
        this.handler = handler;
    }

    /** Receives the values of a file one after the other, and may stop early. */
    interface Handler {
        /**
         * Receives a value, which may be nested; what is not read of it is skipped.
         *
         * @param parser is at the value
         * @param line where it is
         */
        void value(JsonParser parser, String key, long line) throws IOException;

        /** Ends an object. */
        void end(long line);

        /** Returns whether no more objects are needed. */
        boolean isDone();
    }

    /**
     * Gives a file's values to a handler.
     *
     * @throws TableException if the file cannot be read, or is not one object on each line
     */
    static void run(Path file, Handler handler) {
        new JsonPass(file, handler).run();
    }

    private void run() {
        try (Reader text = TextFile.open(file, 0);
                JsonParser parser = FACTORY.createParser(text)) {
            long previous = 0;
            while (!handler.isDone() && parser.nextToken() != null) {
                key = "";
                line = line(parser);
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw wrong("expected an object, such as {\"x\": 1}, found "
                            + (parser.currentToken() == JsonToken.START_ARRAY
                                    ? "an array"
                                    : Quoted.of(parser.getText())));
                }
                if (line == previous) {
                    throw wrong("expected one object, found more; give each a line of its own");
                }
                object(parser);
                previous = line;
            }
        } catch (StreamConstraintsException e) {
            throw constraint(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw TextFile.unreadable(file, line, e);
        }
    }

    private void object(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            key = parser.currentName();
            parser.nextToken();
            requireSameLine(parser);
            handler.value(parser, key, line(parser));
            parser.skipChildren();
        }
        requireSameLine(parser);
        handler.end(line);
    }

    /** A line that was cut is often followed by a sound one. */
    private void requireSameLine(JsonParser parser) {
        if (line(parser) != line) {
            throw open();
        }
    }

    /** Without an object for the location of each token. */
    private static long line(JsonParser parser) {
        return parser instanceof ParserBase base
                ? base.getTokenLineNr()
                : parser.currentTokenLocation().getLineNr();
    }

    /** Returns whether a token is the NaN of Python, which is no text, and no number. */
    static boolean isNaN(JsonToken token, char[] text, int from, int length) {
        return token == JsonToken.VALUE_NUMBER_FLOAT && length == 3 && text[from] == 'N';
    }

    private TableException open() {
        return wrong("the object is not closed in its line; expected a whole object on each line");
    }

    private TableException malformed(JsonProcessingException e) {
        if (e.getLocation() != null) {
            long found = e.getLocation().getLineNr();
            if (!key.isEmpty() && found > line) {
                return open();
            }
            line = found;
        }
        return wrong("no JSON: " + Quoted.sentence(e.getOriginalMessage()) + "; correct it");
    }

    private TableException constraint(StreamConstraintsException e) {
        return wrong("key " + Quoted.of(key) + ": it has a text of more than " + CellReader.MAX_CHARACTERS
                + " characters, or is nested too deeply (" + Quoted.sentence(e.getOriginalMessage()) + ")");
    }

    private TableException wrong(String how) {
        return new TableException(file + ", line " + line + ": " + how);
    }
}
