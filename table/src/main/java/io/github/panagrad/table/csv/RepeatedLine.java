package io.github.panagrad.table.csv;

import io.github.panagrad.schema.text.CellReader;
import java.util.Arrays;
import java.util.List;

/**
 * Recognises records that repeat the first one, field by field, without allocating: fields are withheld for as long as the
 * record is the same.
 */
final class RepeatedLine {
    private static final int NOT = -1;

    private final char[][] fields;
    private int withheld = NOT;

    /**
     * Takes the first line.
     *
     * @param fields without blanks at their ends; a single one is too little to recognise
     */
    RepeatedLine(List<String> fields) {
        this.fields = fields.stream().map(String::toCharArray).toArray(char[][]::new);
    }

    /** Begins a record. */
    void begin() {
        withheld = fields.length > 1 ? 0 : NOT;
    }

    /** Returns whether a field, and all before it, are the same as in the first line. */
    boolean withholds(int index, char[] text, int offset, int length) {
        if (index != withheld) {
            return false;
        }
        int from = offset;
        int to = offset + length;
        while (from < to && CellReader.isBlank(text[from])) {
            from++;
        }
        while (to > from && CellReader.isBlank(text[to - 1])) {
            to--;
        }
        char[] field = fields[index];
        if (!Arrays.equals(text, from, to, field, 0, field.length)) {
            return false;
        }
        withheld++;
        return true;
    }

    /** Returns how many fields of the record were withheld; from here on none is. */
    int release() {
        int count = Math.max(0, withheld);
        withheld = NOT;
        return count;
    }

    /** Returns a field of the first line. */
    char[] field(int index) {
        return fields[index];
    }

    /** Returns whether all fields were withheld: the record repeats the first one, unless it has more fields. */
    boolean isWhole() {
        return withheld == fields.length;
    }
}
