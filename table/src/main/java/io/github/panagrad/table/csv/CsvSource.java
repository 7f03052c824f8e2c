package io.github.panagrad.table.csv;

import io.github.panagrad.table.CsvFormat;
import io.github.panagrad.table.Header;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.SourceColumns;
import io.github.panagrad.table.source.TableSource;
import io.github.panagrad.table.store.TableBuilder;
import io.github.panagrad.table.text.CellReader;
import java.nio.file.Path;

/** A CSV file, plain or gzip. */
public final class CsvSource implements TableSource {
    private final Path file;
    private final CsvDialect dialect;
    private final SourceColumns columns;

    private CsvSource(Path file, CsvDialect dialect, SourceColumns columns) {
        this.file = file;
        this.dialect = dialect;
        this.columns = columns;
    }

    /**
     * Detects the dialect of a file, whether it has a header, and what its columns hold.
     *
     * @param format what is already known
     * @throws io.github.panagrad.table.TableException if the file cannot be read, or is not text
     */
    public static CsvSource open(Path file, CsvFormat format, CellReader cells) {
        CsvDialect dialect = DialectDetector.detect(file, format);
        CsvSampler sampler = new CsvSampler(file, cells, CsvSampler.ROWS);
        CsvPass.run(file, dialect, sampler);
        return new CsvSource(file, dialect, sampler.columns(format.header()));
    }

    /** The same without looking at more than the first row; whether that is a header must be given. */
    public static CsvSource openKnown(Path file, CsvFormat format, boolean hasHeader, CellReader cells) {
        CsvDialect dialect = DialectDetector.detect(file, format);
        CsvSampler sampler = new CsvSampler(file, cells, 1);
        CsvPass.run(file, dialect, sampler);
        return new CsvSource(file, dialect, sampler.columns(hasHeader ? Header.YES : Header.NO));
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
    public void read(FieldMap map, Schema schema, TableBuilder into) {
        into.begin(file.toString(), "line");
        CsvPass.run(file, dialect, new CsvRows(file, map, schema, columns.hasNames(), into));
    }
}
