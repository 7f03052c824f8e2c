package io.github.panagrad.spark.estimator;

import io.github.panagrad.schema.text.CellReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** The different texts of a column, numbered in the order of their first appearance. For use by one thread. */
final class TextCodes {
    private static final int MISSING = -1;

    /** Texts of earlier blocks are forgotten beyond this number, so that they do not slow down later ones. */
    private static final int MOST_KEPT = 1 << 13;

    private final CellReader cells;
    private final Map<UTF8String, Integer> byBytes = new HashMap<>();
    private final Map<String, Integer> byText = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    TextCodes(CellReader cells) {
        this.cells = cells;
    }

    /** Returns the code of a text as Spark has it, or -1 if it marks a missing value; allocates nothing for a known one. */
    int code(UTF8String bytes) {
        Integer code = byBytes.get(bytes);
        if (code == null) {
            code = code(bytes.toString());
            // The row that the bytes are in is overwritten.
            byBytes.put(bytes.copy(), code);
        }
        return code;
    }

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
            byBytes.clear();
            byText.clear();
            texts.clear();
        }
    }
}
