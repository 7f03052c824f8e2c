package io.github.panagrad.table.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.csv.ColumnGuess;
import io.github.panagrad.table.csv.ColumnSample;
import io.github.panagrad.table.source.Guess;
import io.github.panagrad.table.source.SourceColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of a file, and what they hold. All of the file is read, because a key may appear late. Used for one file,
 * by one thread.
 */
final class JsonColumns implements JsonPass.Handler {
    private final Path file;
    private final CellReader cells;
    private final int mostValues;
    private final JsonKeys keys;
    private final List<Sampled> columns = new ArrayList<>();
    private int keysOfFirst;
    private long objects;

    /** What was seen of a column. */
    private static final class Sampled {
        private final ColumnSample sample;
        private int values;
        private long firstText;
        private String text = "";
        private @Nullable String nested;

        Sampled(CellReader cells) {
            sample = new ColumnSample(cells);
        }
    }

    /**
     * Makes a reader of columns.
     *
     * @param mostValues how many values of a column decide what it holds
     */
    JsonColumns(Path file, CellReader cells, int mostValues) {
        this.file = file;
        this.cells = cells;
        this.mostValues = mostValues;
        keys = new JsonKeys(file);
    }

    @Override
    public void value(JsonParser parser, String key, long line) throws IOException {
        int number = keys.number(key, line);
        if (number == columns.size()) {
            columns.add(new Sampled(cells));
        }
        Sampled column = columns.get(number);
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            column.nested = column.nested == null ? nested(file, line, key, token) : column.nested;
        } else if (token != JsonToken.VALUE_NULL && column.values < mostValues) {
            char[] text = parser.getTextCharacters();
            int from = parser.getTextOffset();
            int length = parser.getTextLength();
            column.values++;
            if (JsonPass.isNaN(token, text, from, length)) {
                column.sample.addMissing();
            } else if (token.isNumeric()) {
                column.sample.addNumber(text, from, length, line);
            } else {
                column.sample.add(text, from, length, null, line);
            }
            if (token == JsonToken.VALUE_STRING
                    && column.firstText == 0
                    && CellReader.isNumber(text, from, from + length)) {
                column.firstText = line;
                column.text = new String(text, from, length);
            }
        }
    }

    /** Explains that a value is nested. */
    static String nested(Path file, long line, String key, JsonToken token) {
        return file + ", line " + line + ": the key " + Quoted.of(key) + " holds "
                + (token == JsonToken.START_ARRAY ? "an array" : "an object")
                + "; expected a number, a text, true, false or null: leave the key out with --ignore, or give each part"
                + " of it a key of its own";
    }

    @Override
    public void end(long line) {
        if (objects == 0) {
            keysOfFirst = keys.keys().size();
        }
        objects++;
        keys.end();
    }

    @Override
    public boolean isDone() {
        return false;
    }

    /**
     * Returns the keys in the order of the columns. The last key of the first object, which often is the target, remains the last
     * one, wherever others appear.
     */
    List<String> keys() {
        List<String> ordered = new ArrayList<>(keys.keys());
        if (keysOfFirst > 0) {
            ordered.add(ordered.remove(keysOfFirst - 1));
        }
        return ordered;
    }

    /**
     * Returns the columns in the order of {@link #keys}.
     *
     * @throws TableException if there are none
     */
    SourceColumns columns() {
        List<String> ordered = keys();
        if (ordered.isEmpty()) {
            throw new TableException(file + (objects == 0 ? " is empty" : " has no keys")
                    + ": expected an object such as {\"x\": 1} on each line");
        }
        List<Sampled> samples = new ArrayList<>(columns);
        if (keysOfFirst > 0) {
            samples.add(samples.remove(keysOfFirst - 1));
        }
        List<String> names = new ArrayList<>();
        List<Guess> guesses = new ArrayList<>();
        for (int c = 0; c < ordered.size(); c++) {
            // As in other files, a column without a name is known by its position.
            String name = ordered.get(c).isBlank()
                    ? Integer.toString(c)
                    : ordered.get(c).strip();
            names.add(name);
            guesses.add(guess(samples.get(c), name));
        }
        return new SourceColumns(names, true, guesses);
    }

    private Guess guess(Sampled column, String name) {
        if (column.nested != null) {
            return Guess.mistaken(column.nested);
        }
        Guess guess = new ColumnGuess(column.sample, file, name).guess();
        boolean isSaid = guess.problem() != null || guess.note() != null;
        return guess.type() == ColumnType.NUMERIC && column.firstText > 0 && !isSaid
                ? Guess.numbers(
                                guess.isFirm(),
                                guess.form(),
                                file + ", line " + column.firstText + ", column " + Quoted.of(name) + ": the text "
                                        + Quoted.of(column.text) + " is read as a number, as are others; --categorical "
                                        + Quoted.bare(name) + " reads the column as text")
                        .withDates(guess.dates())
                : guess;
    }
}
