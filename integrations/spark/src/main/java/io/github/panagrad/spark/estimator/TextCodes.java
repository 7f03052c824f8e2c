package io.github.panagrad.spark.estimator;

import io.github.panagrad.schema.text.CellReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.types.UTF8String;

/** The different texts of a column, numbered in the order of their first appearance. For use by one thread. */
final class TextCodes {
    private static final int MISSING = -1;

    /** Texts of earlier blocks are forgotten beyond this number, so that they do not slow down later ones. */
    private static final int MOST_KEPT = 1 << 13;

    private final CellReader cells;
    private ByteCodes byBytes = new ByteCodes();
    private final Map<String, Integer> byText = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    TextCodes(CellReader cells) {
        this.cells = cells;
    }

    /**
     * Returns the code of a text of a row, or -1 if it marks a missing value. For a known text it makes no {@link UTF8String}, whose
     * volatile fields take longer than all the rest.
     */
    int code(UnsafeRow row, int field) {
        // The place and the length of the bytes: the layout of rows.
        long place = row.getLong(field);
        int known = byBytes.find(row.getBaseObject(), row.getBaseOffset() + (place >>> Integer.SIZE), (int) place);
        if (known >= 0) {
            return byBytes.code(known);
        }
        UTF8String text = row.getUTF8String(field);
        return byBytes.put(text, code(text.toString()));
    }

    /** Returns the code of a text, or -1 if it marks a missing value. */
    int code(String text) {
        String category = cells.category(text);
        if (category == null) {
            return MISSING;
        }
        Integer code = byText.putIfAbsent(category, texts.size());
        if (code != null) {
            return code;
        }
        texts.add(category);
        return texts.size() - 1;
    }

    List<String> texts() {
        return Collections.unmodifiableList(texts);
    }

    /** Begins a block. */
    void clear() {
        if (byBytes.size() > MOST_KEPT) {
            byBytes = new ByteCodes();
            byText.clear();
            texts.clear();
        }
    }
}
