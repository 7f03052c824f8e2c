package io.github.panagrad.table.reader;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.csv.CsvSource;
import io.github.panagrad.table.json.JsonLinesSource;
import io.github.panagrad.table.parquet.ParquetFormat;
import io.github.panagrad.table.parquet.ParquetSource;
import io.github.panagrad.table.source.Beginning;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.FieldMatcher;
import io.github.panagrad.table.source.Guess;
import io.github.panagrad.table.source.OtherFormats;
import io.github.panagrad.table.source.RowNumbers;
import io.github.panagrad.table.source.SchemaMaker;
import io.github.panagrad.table.source.TableSource;
import io.github.panagrad.table.store.BlockLayout;
import io.github.panagrad.table.store.TableBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables from CSV files and files of JSON lines, plain or gzip, and Parquet files. Parquet and JSON lines are recognised by
 * their beginnings, as are many files that are no tables, which are refused; all others are read as CSV. Several files with the same
 * columns are one table. Thread-safe: calls are independent.
 *
 * <p>On the heap, reading takes a block of rows (16 MB at most) and the distinct texts of the categories, however large
 * the files are; with {@link Storage.File} native memory, too, is taken for no more than a block.
 *
 * <h2>Types</h2>
 *
 * If there is no {@link Schema}, the first 10,000 rows (at most four million characters) of the first file decide, missing
 * values apart: all numbers make a numeric column, all of true/false, yes/no, t/f, y/n a boolean one, all dates in one form
 * ({@link DateForm}) one of dates, nothing at all a numeric one, everything else a categorical one. But a column with more than 20 different numbers, nine tenths of its
 * values or more, is taken for a numeric one with mistakes in it, and refused with the place of the first. Numbers may have a
 * currency, a unit or separated thousands, the same in all rows, and one text among them may mark missing values; digits of one
 * width with zeros in front are text. {@link StoredTable#notes} has what was assumed.
 *
 * <p>If a later value does not fit, a column with more than 20 different numbers among the first is refused, with the
 * value's place; any other was a wrong guess: the files are read a second time with that column as categorical, and it is
 * refused if it then turns out to have more than 20 different numbers. A column of more than a million different texts is
 * refused.
 *
 * <p>Parquet files declare their types: numbers, decimals and booleans as they are, dates, timestamps and times as seconds, texts and
 * enums as categories; but texts that are all dates in one form are such.
 *
 * <p>The columns of JSON lines are all keys that occur in a file, in the order in which they appear, but the last key of the first
 * object is the last column. A key that an object lacks is missing there. What the columns hold is found out as in CSV files.
 *
 * <h2>With a schema</h2>
 *
 * Columns are found by name if the schema and the file have names, otherwise by position. The table's columns are those of
 * the schema, in its order; a target, weight or split that the files lack becomes {@link Role#IGNORED} there.
 */
public final class TableReader {
    private final ReadOptions options;
    private final List<Path> files;

    private TableReader(List<Path> files, ReadOptions options) {
        this.files = List.copyOf(files);
        this.options = options;
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a table needs at least one file");
        }
    }

    /**
     * Reads a table; the caller closes it.
     *
     * @throws TableException if a file cannot be read, or is not what it should be
     */
    public static StoredTable read(List<Path> files, ReadOptions options) {
        return new TableReader(files, options).readUseful(Integer.MAX_VALUE);
    }

    /** Reads a table with few rows per block, for tests. */
    static StoredTable read(List<Path> files, ReadOptions options, int blockRows) {
        return new TableReader(files, options).readUseful(blockRows);
    }

    /**
     * Returns what the columns seem to be, from the first rows alone.
     *
     * @throws TableException if a file cannot be read, or is not what it should be
     */
    public static Schema inferSchema(List<Path> files, ReadOptions options) {
        TableReader reader = new TableReader(files, options);
        return reader.schema(reader.open(files.getFirst()), new ArrayList<>());
    }

    /** Reads a table, and ignores columns that only number its rows, unless it was said what to learn from. */
    private StoredTable readUseful(int blockRows) {
        StoredTable table = read(blockRows);
        if (options.schema() != null
                || !options.choices().hasTarget()
                || !options.choices().features().isEmpty()) {
            return table;
        }
        List<Integer> numbers = RowNumbers.of(table);
        return numbers.isEmpty()
                ? table
                : table.ignoring(
                        numbers,
                        numbers.stream()
                                .map(c ->
                                        RowNumbers.note(table.schema().columns().get(c)))
                                .toList());
    }

    private StoredTable read(int blockRows) {
        TableSource first = open(files.getFirst());
        List<String> ofSchema = new ArrayList<>();
        Schema schema = schema(first, ofSchema);
        List<TableSource> sources = new ArrayList<>();
        List<FieldMap> maps = new ArrayList<>();
        for (Path file : files) {
            TableSource source = file.equals(files.getFirst()) ? first : openNext(file, first, schema);
            sources.add(source);
            maps.add(FieldMatcher.match(source, schema, options.targetRequired()));
        }
        Schema present = present(schema, maps);
        List<Guess> guesses = options.schema() == null ? first.columns().guesses() : List.of();
        IntPredicate isGuess = c -> options.schema() == null && isGuess(schema, guesses, c);
        Map<Integer, TableBuilder.Misfit> misfits;
        try (TableBuilder builder = builder(present, blockRows, isGuess)) {
            readAll(sources, maps, present, builder);
            misfits = builder.misfits();
            if (misfits.isEmpty()) {
                ofSchema.addAll(notes(present, guesses, misfits));
                return finish(present, builder, sources, ofSchema);
            }
        }
        ofSchema.addAll(notes(present, guesses, misfits));
        return readAgain(sources, maps, present, misfits, blockRows, ofSchema);
    }

    /** What was assumed of the columns that are used and whose types were not given. */
    private List<String> notes(Schema schema, List<Guess> guesses, Map<Integer, TableBuilder.Misfit> misfits) {
        List<String> notes = new ArrayList<>();
        for (int c = 0; c < guesses.size(); c++) {
            TableBuilder.Misfit misfit = misfits.get(c);
            String note = guesses.get(c).note();
            if (misfit != null) {
                notes.add(
                        misfit.place() + "found " + misfit.text() + ", unlike in the first rows; the column is read as"
                                + " text: correct it if that is a mistake");
            } else if (isSaid(schema, c)) {
                // Files of other formats say what they hold.
                boolean isKnown = guesses.get(c).type() == ColumnType.DATE && note == null;
                if (!isKnown && isFormGuessed(schema, c)) {
                    notes.add(files.getFirst() + ", column "
                            + Quoted.of(schema.columns().get(c).name()) + ": the dates are read in the form "
                            + schema.columns().get(c).dates() + "; --date '"
                            + Quoted.bare(schema.columns().get(c).name()) + "=FORM' says another");
                }
            } else if (note != null && schema.columns().get(c).role() != Role.IGNORED) {
                notes.add(note);
            }
        }
        return notes;
    }

    private TableBuilder builder(Schema schema, int blockRows, IntPredicate isGuess) {
        return new TableBuilder(
                schema,
                BlockLayout.of(schema, options.storage(), blockRows),
                options.storage(),
                isGuess,
                c -> mayHaveMarks(schema, c),
                options.rowLimit());
    }

    /** In a column whose type was found out; a target must not be missing, unless such rows are left out. */
    private boolean mayHaveMarks(Schema schema, int column) {
        Role role = schema.columns().get(column).role();
        boolean mayLack = role == Role.FEATURE
                || role == Role.SPLIT
                || (role == Role.TARGET && options.missingTarget() == MissingTarget.DROP);
        return options.schema() == null && !isSaid(schema, column) && mayLack;
    }

    private boolean isSaid(Schema schema, int column) {
        Map<String, ColumnType> said = options.choices().types();
        return said.containsKey(schema.columns().get(column).name()) || said.containsKey(Integer.toString(column));
    }

    /** Whether a column is said to have dates, but not how they are written, and they are not written as usual. */
    private boolean isFormGuessed(Schema schema, int column) {
        Column read = schema.columns().get(column);
        Set<String> given = options.choices().dates().keySet();
        return read.dates() != null
                && !read.dates().equals(DateForm.ISO)
                && !given.contains(read.name())
                && !given.contains(Integer.toString(column));
    }

    private boolean isGuess(Schema schema, List<Guess> guesses, int column) {
        Role role = schema.columns().get(column).role();
        return !isSaid(schema, column)
                && role != Role.WEIGHT
                && !guesses.get(column).isFirm();
    }

    private static void readAll(List<TableSource> sources, List<FieldMap> maps, Schema schema, TableBuilder into) {
        for (int s = 0; s < sources.size() && !into.isFull(); s++) {
            sources.get(s).read(maps.get(s), schema, into);
        }
        if (into.rows() == 0) {
            throw new TableException(sources.getFirst().file() + " has "
                    + (sources.getFirst().columns().hasNames() ? "a header but no rows after it" : "no rows"));
        }
    }

    private StoredTable finish(Schema schema, TableBuilder builder, List<TableSource> sources, List<String> ofColumns) {
        List<String> ofMarks = new ArrayList<>();
        List<Column> columns = new ArrayList<>(schema.columns());
        builder.marks().forEach((c, marks) -> {
            Column column = columns.get(c);
            columns.set(c, column.withMissing(marks.keySet()));
            marks.forEach((text, place) -> ofMarks.add(place + Quoted.of(text)
                    + " is taken for missing, as others are numbers; --categorical " + Quoted.bare(column.name())
                    + " reads the column as text"));
        });
        Schema marked = schema.withColumns(columns).withCsv(common(sources));
        // A file may be read more than once.
        List<String> notes = Stream.of(
                        sources.stream().flatMap(source -> source.notes().stream()),
                        ofColumns.stream(),
                        ofMarks.stream())
                .flatMap(each -> each)
                .distinct()
                .toList();
        return new StoredTable(marked, builder.finish(), options.storage(), notes);
    }

    /** How all of the files are divided; what differs between them is not known. */
    private static CsvFormat common(List<TableSource> sources) {
        List<CsvFormat> formats = sources.stream()
                .map(TableSource::format)
                .filter(format -> !format.equals(CsvFormat.AUTO))
                .toList();
        return new CsvFormat(
                same(formats, CsvFormat::delimiter),
                same(formats, CsvFormat::quote),
                Header.AUTO,
                same(formats, CsvFormat::comment));
    }

    private static @Nullable Character same(
            List<CsvFormat> formats, Function<CsvFormat, @Nullable Character> character) {
        Set<@Nullable Character> different = new HashSet<>();
        formats.forEach(format -> different.add(character.apply(format)));
        return different.size() == 1 ? different.iterator().next() : null;
    }

    /** Reads again, with the columns as categories whose types were inferred wrongly from the first rows. */
    private StoredTable readAgain(
            List<TableSource> sources,
            List<FieldMap> maps,
            Schema guessed,
            Map<Integer, TableBuilder.Misfit> misfits,
            int blockRows,
            List<String> notes) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < guessed.columns().size(); c++) {
            Column column = guessed.columns().get(c);
            columns.add(
                    misfits.containsKey(c) ? new Column(column.name(), ColumnType.CATEGORICAL, column.role()) : column);
        }
        Schema schema = guessed.withColumns(columns);
        try (TableBuilder builder = builder(schema, blockRows, c -> false)) {
            readAll(sources, maps, schema, builder);
            StoredTable table = finish(schema, builder, sources, notes);
            try {
                for (Map.Entry<Integer, TableBuilder.Misfit> misfit : misfits.entrySet()) {
                    requireFewNumbers(table.categories(misfit.getKey()), misfit.getValue());
                }
            } catch (TableException e) {
                table.close();
                throw e;
            }
            return table;
        }
    }

    private static void requireFewNumbers(List<String> texts, TableBuilder.Misfit misfit) {
        long numbers = texts.stream()
                .map(String::toCharArray)
                .filter(text -> CellReader.isNumber(text, 0, text.length))
                .count();
        if (numbers > Guess.CODES) {
            throw new TableException(misfit.place() + "found " + misfit.text() + " among " + numbers
                    + " different numbers; correct it, add it to the texts for missing values, or say that the column"
                    + " is categorical");
        }
    }

    private List<String> missing() {
        Schema schema = options.schema();
        return Objects.requireNonNullElse(
                options.missing(), schema == null ? Schema.DEFAULT_MISSING : schema.missing());
    }

    private String strip() {
        Schema schema = options.schema();
        return Objects.requireNonNullElse(options.strip(), schema == null ? "" : schema.strip());
    }

    private CellReader cells() {
        return new CellReader(missing(), strip());
    }

    /** Opens the first file, which determines the others. */
    private TableSource open(Path file) {
        TableSource recognised = recognised(file, options.schema() != null);
        if (recognised != null) {
            return recognised;
        }
        Schema schema = options.schema();
        if (schema == null) {
            return CsvSource.open(file, options.csv(), options.choices(), cells());
        }
        Header header = options.csv().header();
        boolean hasHeader = header == Header.AUTO ? schema.hasHeader() : header == Header.YES;
        return CsvSource.openKnown(file, format(), hasHeader, cells());
    }

    /** How CSV files are divided, as far as that is given. */
    private CsvFormat format() {
        Schema schema = options.schema();
        return schema == null ? options.csv() : options.csv().orElse(schema.csv());
    }

    /**
     * Opens a file whose beginning says what it is; null if it may be CSV.
     *
     * @param isKnown whether it is known what its columns hold
     * @throws TableException if the file is no table
     */
    private @Nullable TableSource recognised(Path file, boolean isKnown) {
        if (ParquetFormat.isParquet(file)) {
            return isKnown ? ParquetSource.openKnown(file) : ParquetSource.open(file, cells());
        }
        Beginning beginning = Beginning.of(file);
        if (JsonLinesSource.isJsonLines(beginning)) {
            return JsonLinesSource.open(file, cells());
        }
        OtherFormats.refuse(beginning);
        return null;
    }

    private TableSource openNext(Path file, TableSource first, Schema schema) {
        TableSource recognised = recognised(file, true);
        if (recognised != null) {
            return recognised;
        }
        boolean hasHeader = first instanceof CsvSource ? first.columns().hasNames() : schema.hasHeader();
        return CsvSource.openKnown(file, format(), hasHeader, cells());
    }

    private Schema schema(TableSource first, List<String> notes) {
        Schema given = options.schema();
        if (given != null) {
            given.indexOf(Role.WEIGHT).ifPresent(c -> {
                if (given.columns().get(c).type() != ColumnType.NUMERIC) {
                    throw new TableException("the schema's weight "
                            + Quoted.of(given.columns().get(c).name()) + " must be numeric, but it is "
                            + given.columns().get(c).type());
                }
            });
            return new Schema(given.columns(), given.hasHeader(), missing(), strip(), first.format());
        }
        return SchemaMaker.of(first, options, missing(), strip(), notes);
    }

    /** The schema with those columns ignored that the files lack; all files must lack the same ones. */
    private Schema present(Schema schema, List<FieldMap> maps) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < schema.columns().size(); c++) {
            Column column = schema.columns().get(c);
            boolean isThere = maps.getFirst().has(c);
            for (int f = 1; f < maps.size() && column.role() != Role.IGNORED; f++) {
                if (maps.get(f).has(c) != isThere) {
                    throw new TableException(files.get(isThere ? f : 0) + " lacks the column "
                            + Quoted.of(column.name()) + ", which " + files.get(isThere ? 0 : f) + " has");
                }
            }
            columns.add(isThere ? column : column.withRole(Role.IGNORED));
        }
        return schema.withColumns(columns);
    }
}
