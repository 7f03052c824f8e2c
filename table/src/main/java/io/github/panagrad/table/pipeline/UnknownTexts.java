package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.row.PlaceEncoder;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.Table;
import java.util.ArrayList;
import java.util.List;

/** Finds columns of a table whose texts are all unknown to a pipeline: they are probably written in another way. */
final class UnknownTexts {
    private final Pipeline pipeline;
    private final Table table;

    /**
     * Takes a table.
     *
     * @throws PipelineException if it lacks a column, or one is of another type
     */
    UnknownTexts(Pipeline pipeline, Table table) {
        this.pipeline = pipeline;
        this.table = table;
        TableEncoder.requireColumns(pipeline, table.schema());
    }

    /** Returns a sentence for each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (FittedColumn column : pipeline.columns()) {
            if (column instanceof FittedColumn.Categories categories) {
                int index = table.schema().indexOf(column.name()).orElseThrow();
                List<String> texts = table.categories(index);
                PlaceEncoder places = new PlaceEncoder(categories, 0);
                if (!texts.isEmpty() && texts.stream().noneMatch(places::knows)) {
                    notes.add("column " + Quoted.of(column.name()) + ": none of its "
                            + Nouns.count(texts.size(), "different value") + " in " + Nouns.count(present(index), "row")
                            + ", such as " + Quoted.of(texts.getFirst())
                            + ", is known from the training rows, which have values such as "
                            + categories.categories().stream()
                                    .findFirst()
                                    .map(Quoted::of)
                                    .orElse("rare ones")
                            + "; write them as there");
                }
            }
        }
        return notes;
    }

    private long present(int column) {
        int[] codes = new int[NumberFit.BLOCK_ROWS];
        long present = 0;
        for (int from = 0; from < table.rows(); from += codes.length) {
            int count = Math.min(codes.length, table.rows() - from);
            table.codes(column, from, count, codes);
            for (int i = 0; i < count; i++) {
                present += codes[i] >= 0 ? 1 : 0;
            }
        }
        return present;
    }
}
