package io.github.panagrad.pipeline.row;

import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.schema.text.CodeValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a categorical column's inputs into a block of rows. Immutable. */
public final class PlaceEncoder {
    private final int at;
    private final boolean oneHot;
    private final int otherPlace;
    private final int missingPlace;
    private final Map<String, Integer> places;
    private final CodeValues values;

    /**
     * Prepares a column.
     *
     * @param at its first input
     */
    public PlaceEncoder(FittedColumn.Categories column, int at) {
        this.at = at;
        oneHot = column instanceof FittedColumn.OneHot;
        otherPlace = column.otherPlace();
        missingPlace = column.missingPlace();
        places = HashMap.newHashMap(column.categories().size());
        for (int c = 0; c < column.categories().size(); c++) {
            places.put(column.categories().get(c), c);
        }
        values = new CodeValues(column.categories());
    }

    /** Returns the place of a missing value; -1 if it has none. */
    public int missingPlace() {
        return missingPlace;
    }

    /** Returns the place of a text; -1 if it has none. */
    public int place(String text) {
        Integer place = places.get(text);
        return place == null ? values.position(text).orElse(otherPlace) : place;
    }

    /** Returns whether a text is a category, and not one of the others. */
    public boolean knows(String text) {
        return places.containsKey(text) || values.position(text).isPresent();
    }

    /** Returns an encoder of a table's codes. */
    public OfTable ofTable(List<String> texts) {
        // The code of a missing value is -1.
        int[] byCode = new int[texts.size() + 1];
        byCode[0] = missingPlace;
        for (int c = 0; c < texts.size(); c++) {
            byCode[c + 1] = place(texts.get(c));
        }
        return new OfTable(at, oneHot, byCode);
    }

    /** The same for the codes of a table. */
    public static final class OfTable {
        private final int at;
        private final boolean oneHot;
        private final int[] byCode;

        private OfTable(int at, boolean oneHot, int[] byCode) {
            this.at = at;
            this.oneHot = oneHot;
            this.byCode = byCode;
        }

        /**
         * Encodes rows.
         *
         * @param codes -1 for missing; read
         * @param count the number of rows
         * @param block row-major, zeros where this column's inputs are; written
         * @param width the number of inputs of a row
         */
        public void encode(int[] codes, int count, double[] block, int width) {
            if (oneHot) {
                for (int i = 0; i < count; i++) {
                    int place = byCode[codes[i] + 1];
                    if (place >= 0) {
                        block[i * width + at + place] = 1;
                    }
                }
            } else {
                for (int i = 0; i < count; i++) {
                    block[i * width + at] = byCode[codes[i] + 1];
                }
            }
        }
    }

    /** Encodes one row. */
    void encode(int place, double[] row) {
        if (!oneHot) {
            row[at] = place;
        } else if (place >= 0) {
            row[at + place] = 1;
        }
    }
}
