package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.csv.ColumnGuess;
import io.github.panagrad.table.csv.ColumnSample;
import io.github.panagrad.table.source.Guess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first rows of the columns of text, which may be dates. Used for one file, by one thread. */
final class ParquetSample {
    private static final int ROWS = 10_000;
    private static final int CHARACTERS = 4_000_000;

    private final Path file;
    private final List<ParquetField> fields;
    private final List<ColumnSample> samples = new ArrayList<>();
    private final ParquetTexts texts = new ParquetTexts();
    private int characters;

    private ParquetSample(Path file, List<ParquetField> fields, CellReader cells) {
        this.file = file;
        this.fields = fields;
        fields.forEach(_ -> samples.add(new ColumnSample(cells)));
    }

    /** Returns what columns hold whose values are texts, for the file. */
    static List<Guess> guesses(ParquetFileReader reader, Path file, List<ParquetField> fields, CellReader cells) {
        List<Guess> guesses = new ArrayList<>();
        for (ParquetField field : fields) {
            guesses.add(field.guess(file.toString()));
        }
        ParquetSample sample = new ParquetSample(file, fields, cells);
        List<ColumnSchema> leaves = sample.texts(reader);
        if (leaves.isEmpty()) {
            return guesses;
        }
        try {
            sample.read(reader, leaves);
        } catch (IOException | RuntimeException | OutOfMemoryError _) {
            // Whoever reads the column says why that is impossible; perhaps nobody wants it.
            return guesses;
        }
        for (int f = 0; f < fields.size(); f++) {
            ColumnSchema leaf = fields.get(f).leaf();
            if (leaf != null && leaves.contains(leaf)) {
                guesses.set(
                        f,
                        new ColumnGuess(
                                        sample.samples.get(f),
                                        file,
                                        fields.get(f).name(),
                                        "row")
                                .guessOfTexts());
            }
        }
        return guesses;
    }

    /** The columns of text; none of a name that the library takes for a path, which could only be read with all others. */
    private List<ColumnSchema> texts(ParquetFileReader reader) {
        List<ColumnSchema> leaves = new ArrayList<>();
        for (ParquetField field : fields) {
            ColumnSchema leaf = field.leaf();
            if (leaf != null
                    && field.kind() == ParquetField.Kind.TEXT
                    && ParquetField.hasPlainName(leaf)
                    && canBeUnpacked(reader, leaf.columnIndex())) {
                leaves.add(leaf);
            }
        }
        return leaves;
    }

    private boolean canBeUnpacked(ParquetFileReader reader, int leaf) {
        for (RowGroup group : reader.getFileMetaData().rowGroups()) {
            if (leaf >= group.columns().size()) {
                return false;
            }
            try {
                ParquetCodecs.require(
                        file.toString(), group.columns().get(leaf).metaData().codec());
            } catch (TableException _) {
                return false;
            }
        }
        return true;
    }

    private void read(ParquetFileReader reader, List<ColumnSchema> leaves) throws IOException {
        try (ParquetRows rows = new ParquetRows(file, reader, leaves)) {
            long row = 1;
            while (row <= ROWS && characters < CHARACTERS && rows.available() > 0) {
                int count = (int) Math.min(rows.available(), ROWS + 1 - row);
                for (int l = 0; l < leaves.size(); l++) {
                    add(sample(leaves.get(l)), rows.values(l), count, row);
                }
                rows.advance(count);
                row += count;
            }
        }
    }

    private ColumnSample sample(ColumnSchema leaf) {
        int f = 0;
        while (!leaf.equals(fields.get(f).leaf())) {
            f++;
        }
        return samples.get(f);
    }

    private void add(ColumnSample sample, ParquetValues column, int count, long row) {
        for (int done = 0; done < count && characters < CHARACTERS; ) {
            int part = column.next(count - done);
            addRun(sample, column, part, row + done);
            done += part;
        }
    }

    private void addRun(ColumnSample sample, ParquetValues run, int count, long row) {
        byte[] bytes = run.bytes();
        int from = run.first();
        for (int i = 0; i < count && characters < CHARACTERS; i++) {
            if (run.isNull(from + i)) {
                sample.addMissing();
            } else {
                texts.take(bytes, run.start(from + i), run.end(from + i));
                sample.addDate(texts.characters(), 0, texts.length(), row + i);
                characters += texts.length();
            }
        }
    }
}
