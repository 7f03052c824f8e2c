package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Column;
import io.github.panagrad.table.store.CategoryIndex;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the rows of each text of a column, as many as a table may have. For use by one thread. */
final class CategoryCounter {
    private final Column column;
    private final Map<String, double[]> counts = new HashMap<>();
    private long missing;
    private double missingCount;

    CategoryCounter(Column column) {
        this.column = column;
    }

    /**
     * Adds rows.
     *
     * @param texts by code
     * @param codes -1 where the text is missing; read
     * @param weights what each row counts for; read
     * @throws PipelineException if there are too many different texts
     */
    void add(List<String> texts, int[] codes, double[] weights, int count) {
        double[] byCode = new double[texts.size()];
        for (int i = 0; i < count; i++) {
            if (codes[i] >= 0) {
                byCode[codes[i]] += weights[i];
            } else {
                missing++;
                missingCount += weights[i];
            }
        }
        for (int c = 0; c < byCode.length; c++) {
            if (byCode[c] > 0) {
                add(texts.get(c), byCode[c]);
            }
        }
    }

    private void add(String text, double count) {
        counts.computeIfAbsent(text, _ -> new double[1])[0] += count;
        if (counts.size() > CategoryIndex.MAX_CATEGORIES) {
            throw new PipelineException("column " + Quoted.of(column.name()) + " has more than "
                    + CategoryIndex.MAX_CATEGORIES + " different texts, such as " + Quoted.of(text)
                    + ", too many for categories; leave the column out, or group its values");
        }
    }

    /** Adds the rows of another. */
    void add(CategoryCounter other) {
        missing += other.missing;
        missingCount += other.missingCount;
        other.counts.forEach((text, count) -> add(text, count[0]));
    }

    CategoryFit.Counts counts() {
        List<String> texts = new ArrayList<>(counts.size());
        double[] byText = new double[counts.size()];
        counts.forEach((text, count) -> {
            byText[texts.size()] = count[0];
            texts.add(text);
        });
        return new CategoryFit.Counts(texts, byText, missing, missingCount, -1);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(missing);
        out.writeDouble(missingCount);
        out.writeInt(counts.size());
        for (Map.Entry<String, double[]> count : counts.entrySet()) {
            byte[] text = count.getKey().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
            out.writeDouble(count.getValue()[0]);
        }
    }

    void read(DataInput in) throws IOException {
        missing = in.readLong();
        missingCount = in.readDouble();
        int size = in.readInt();
        for (int t = 0; t < size; t++) {
            byte[] text = new byte[in.readInt()];
            in.readFully(text);
            add(new String(text, StandardCharsets.UTF_8), in.readDouble());
        }
    }
}
