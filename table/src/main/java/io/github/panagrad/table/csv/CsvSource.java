package io.github.panagrad.table.csv;

import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.SourceColumns;
import io.github.panagrad.table.source.TableSource;
import io.github.panagrad.table.store.TableBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file, plain or gzip. */
public final class CsvSource implements TableSource {
    private final Path file;
    private final CsvDialect dialect;
    private final SourceColumns columns;
    private final List<String> header;
    private final List<String> notes;
    private @Nullable String noteOnRows;

    private CsvSource(
            Path file, CsvDialect dialect, SourceColumns columns, List<String> firstFields, List<String> notes) {
        this.file = file;
        this.dialect = dialect;
        this.columns = columns;
        this.notes = notes;
        header = columns.hasNames() ? List.copyOf(firstFields) : List.of();
    }

    /**
     * Detects the dialect of a file, whether it has a header, and what its columns hold.
     *
     * @param format what is already known
     * @param choices the names by which the user wants columns; a first line that has one of them is a header
     * @throws io.github.panagrad.table.TableException if the file cannot be read, or is not text
     */
    public static CsvSource open(Path file, CsvFormat format, ColumnChoices choices, CellReader cells) {
        return open(file, format, format.header(), choices, new Sampling(cells, CsvSampler.ROWS));
    }

    /** The same without looking at more than the first row; whether that is a header must be given. */
    public static CsvSource openKnown(Path file, CsvFormat format, boolean hasHeader, CellReader cells) {
        Header header = hasHeader ? Header.YES : Header.NO;
        return open(file, format, header, ColumnChoices.DEFAULTS, new Sampling(cells, 1));
    }

    private record Sampling(CellReader cells, int rows) {}

    private static CsvSource open(
            Path file, CsvFormat format, Header header, ColumnChoices choices, Sampling sampling) {
        CsvDialect dialect = DialectDetector.detect(file, format);
        CsvSampler sampler = new CsvSampler(file, sampling.cells(), sampling.rows());
        CsvPass.run(file, dialect, sampler);
        List<String> notes = new ArrayList<>();
        if (dialect.isQuoteDoubtful()) {
            notes.add(file + ": ' is read as the quote around fields; with --quote '\"' it is a character of the text");
        }
        SourceColumns columns = sampler.columns(header, choices, notes);
        return new CsvSource(file, dialect, columns, sampler.firstFields(), notes);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public SourceColumns columns() {
        return columns;
    }

    @Override
    public CsvFormat format() {
        return new CsvFormat(dialect.delimiter(), dialect.quote(), Header.AUTO, dialect.comment());
    }

    @Override
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (noteOnRows != null) {
            all.add(noteOnRows);
        }
        return all;
    }

    @Override
    public String remedyForFewColumns() {
        return "is the delimiter right?";
    }

    @Override
    public void read(FieldMap map, Schema schema, TableBuilder into) {
        into.begin(file.toString(), "line");
        CsvRows rows = new CsvRows(file, dialect, map, schema, header, into);
        CsvPass.run(file, dialect, rows);
        noteOnRows = rows.note();
    }
}
