package io.github.panagrad.cli.data;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns of a table that are written beside its predictions, as the files have them. Close it. */
public final class CarriedColumns implements AutoCloseable {
    private static final int BLOCK_ROWS = 1 << 12;

    private final StoredTable table;
    private final List<Integer> columns;
    private final List<int[]> codes = new ArrayList<>();
    private int from = -BLOCK_ROWS;

    private CarriedColumns(StoredTable table, List<Integer> columns) {
        this.table = table;
        this.columns = columns;
        columns.forEach(c -> codes.add(new int[BLOCK_ROWS]));
    }

    /**
     * Reads columns.
     *
     * @param request how the table is read
     * @param hasHeader whether the table that the model was trained on had a header
     * @param wanted the columns in the order in which they are written, each once, by name or
     *     position
     */
    public static CarriedColumns read(
            DataSource.TableFiles source, DataLoader.ModelRequest request, boolean hasHeader, List<String> wanted) {
        ReadOptions options = text(request.reading(), hasHeader, wanted);
        StoredTable table = TableReader.read(
                source.files(), options.withStorage(request.store().tables(source.files())));
        return new CarriedColumns(
                table,
                wanted.stream()
                        .map(key -> position(table.schema(), key))
                        .distinct()
                        .toList());
    }

    /** Returns the names of all columns of a table. */
    public static List<String> all(DataSource.TableFiles source, DataLoader.ModelRequest request, boolean hasHeader) {
        // Only the names are of interest, not what the columns hold.
        return TableReader.inferSchema(source.files(), text(request.reading(), hasHeader, List.of("0")))
                .columns()
                .stream()
                .map(Column::name)
                .toList();
    }

    /** Reads columns as texts, in which nothing is missing. */
    private static ReadOptions text(ReadOptions reading, boolean hasHeader, List<String> wanted) {
        CsvFormat csv = reading.csv();
        Header header = csv.header() != Header.AUTO ? csv.header() : hasHeader ? Header.YES : Header.NO;
        Map<String, ColumnType> types =
                wanted.stream().distinct().collect(Collectors.toMap(Function.identity(), _ -> ColumnType.CATEGORICAL));
        return reading.withCsv(new CsvFormat(csv.delimiter(), csv.quote(), header, csv.comment()))
                .withMissing(List.of())
                .withStrip("")
                .withChoices(new ColumnChoices(null, false, wanted, List.of(), null, null, types, Map.of()));
    }

    private static int position(Schema schema, String key) {
        return schema.indexOf(key.strip()).orElseGet(() -> Integer.parseInt(key.strip()));
    }

    /** Returns the columns' names. */
    public List<String> names() {
        return columns.stream().map(c -> table.schema().columns().get(c).name()).toList();
    }

    /** Requires that there are as many rows as predictions. */
    public void requireRows(int rows) {
        if (table.rows() != rows) {
            throw new InvalidInputException("the data has " + table.rows() + " records now, but had " + rows
                    + " a moment ago; predict again when nothing writes to it");
        }
    }

    /** Returns the texts of a row, which are empty where there is none; rows are best read in order. */
    public List<String> row(int row) {
        if (row < from || row >= from + BLOCK_ROWS) {
            from = row;
            int count = Math.min(BLOCK_ROWS, table.rows() - from);
            IntStream.range(0, columns.size()).forEach(i -> table.codes(columns.get(i), from, count, codes.get(i)));
        }
        return IntStream.range(0, columns.size())
                .mapToObj(i -> {
                    int code = codes.get(i)[row - from];
                    return code < 0 ? "" : table.categories(columns.get(i)).get(code);
                })
                .toList();
    }

    @Override
    public void close() {
        table.close();
    }
}
