package io.github.panagrad.table.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.TextCells;
import io.github.panagrad.table.store.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Copies a file value by value into a table. Used for one file, by one thread. */
final class JsonRows implements JsonPass.Handler {
    private final Path file;
    private final JsonKeys keys;
    private final FieldMap map;
    private final TextCells cells;
    private final TableBuilder builder;

    /**
     * Makes a reader of rows.
     *
     * @param columns the keys of the file's columns
     */
    JsonRows(Path file, List<String> columns, FieldMap map, Schema schema, TableBuilder builder) {
        this.file = file;
        this.map = map;
        this.builder = builder;
        cells = new TextCells(file, map, schema, false, builder);
        keys = new JsonKeys(file, columns);
    }

    @Override
    public void value(JsonParser parser, String key, long line) throws IOException {
        int field = keys.number(key, line);
        if (field >= map.fields()) {
            throw new TableException(file + " has changed while it was read; read it again");
        }
        JsonToken token = parser.currentToken();
        if (!cells.isKept(field)) {
            return;
        }
        if (token.isStructStart()) {
            throw new TableException(JsonColumns.nested(file, line, key, token));
        }
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        if (token == JsonToken.VALUE_NULL || JsonPass.isNaN(token, text, from, length)) {
            cells.putMissing(field);
        } else if (token.isNumeric()) {
            cells.putNumber(field, text, from, length, line);
        } else {
            cells.put(field, text, from, length, line);
        }
    }

    @Override
    public void end(long line) {
        for (int f = 0; f < map.fields(); f++) {
            if (!keys.has(f) && cells.isKept(f)) {
                cells.putMissing(f);
            }
        }
        keys.end();
        builder.endRow(line);
    }

    @Override
    public boolean isDone() {
        return builder.isFull();
    }
}
