package io.github.panagrad.table;

import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Schemas as files of JSON, to be read and edited by people:
 *
 * <pre>
 * {
 *   "header": true,
 *   "missing": ["?", "NA"],
 *   "strip": "",
 *   "columns": [
 *     {"name": "age", "type": "numeric", "role": "feature"},
 *     {"name": "job", "type": "categorical", "role": "ignored"},
 *     {"name": "income", "type": "categorical", "role": "target"}
 *   ]
 * }
 * </pre>
 *
 * <p>{@code header} and {@code columns} are required, and {@code name} and {@code type} of each column; the default role
 * is {@code feature}. Types are {@code numeric}, {@code categorical}, {@code boolean}, {@code date}, roles {@code feature},
 * {@code target}, {@code weight}, {@code split}, {@code ignored}. A numeric column may have {@code prefix}, {@code suffix},
 * {@code thousands}, {@code decimal} and {@code missing}, as {@link NumberForm} has, a column of dates {@code format}, as
 * {@link DateForm} has, and {@code missing}. {@code delimiter}, {@code quote} and {@code comment} are characters; where one of the
 * first two is absent, it is detected. Unknown and repeated fields are errors.
 */
public final class SchemaFile {
    private static final long MAX_BYTES = 256_000_000;

    private SchemaFile() {}

    /** Returns a schema as JSON, one column per line. */
    public static String toJson(Schema schema) {
        return SchemaJson.write(schema);
    }

    /**
     * Reads a schema from JSON.
     *
     * @throws TableException if it is not a schema; the message has line and column
     */
    public static Schema fromJson(String text) {
        return SchemaJson.read("the schema", text);
    }

    /**
     * Writes a schema atomically.
     *
     * @param target the file to write or replace; its directory must exist
     * @throws IOException if it cannot be written; the message names it, the reason and the remedy
     */
    public static void write(Path target, Schema schema) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(toJson(schema));
        AtomicFile.write(target, channel -> channel.write(bytes));
    }

    /**
     * Reads a schema.
     *
     * @throws TableException if the file cannot be read, or holds no schema; the message has line and column
     */
    public static Schema read(Path source) {
        try {
            if (Files.size(source) > MAX_BYTES) {
                throw new TableException(source + " has " + Files.size(source) + " bytes, too many for a schema");
            }
            return SchemaJson.read(source.toString(), Files.readString(source));
        } catch (CharacterCodingException e) {
            throw new TableException(source + " is not a text file in UTF-8; expected a schema as JSON", e);
        } catch (IOException e) {
            throw TableException.unreadable(source, e);
        }
    }
}
