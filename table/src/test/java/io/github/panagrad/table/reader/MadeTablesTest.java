package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.reader.MadeColumn.Cell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tables, written as people and programs write them, are read back as they were made: every row, every type and every value,
 * and what was assumed is said. If there is a mistake in a table, the message names its place. What is expected comes from what the
 * tables were made from. {@code -Dpanagrad.tables=20000} tries as many tables, from the seed {@code panagrad.tables.seed} on.
 */
class MadeTablesTest {
    private static final int TABLES = Integer.getInteger("panagrad.tables", 500);
    private static final long SEED = Long.getLong("panagrad.tables.seed", 1);
    private static final int MOST_SHOWN = 20;

    /** One of so many tables is read with its schema, too. */
    private static final int SCHEMAS = 3;

    @TempDir
    Path folder;

    @Test
    void areReadAsTheyWereMade() throws IOException {
        List<String> faults = new ArrayList<>();
        int count = 0;
        for (long seed = SEED; seed < SEED + TABLES; seed++) {
            MadeTable table = new MadeTable(seed);
            String fault = faultOf(table);
            if (fault != null) {
                count++;
                if (faults.size() < MOST_SHOWN) {
                    faults.add(fault + "\n" + table);
                }
            }
        }
        if (count > 0) {
            fail(count + " of " + TABLES + " tables are not read as they were made:\n" + String.join("\n", faults));
        }
    }

    /** An exception that is no refusal is a fault, too, of the table that it is about. */
    private @Nullable String faultOf(MadeTable made) throws IOException {
        Path file = made.write(folder);
        try {
            return fault(made, file);
        } catch (RuntimeException e) {
            return "failed: " + e;
        }
    }

    private static @Nullable String fault(MadeTable made, Path file) {
        try (StoredTable table = TableReader.read(List.of(file), made.options(), 64)) {
            return made.isWrong()
                    ? "the mistake is not found, which is at " + made.mustName()
                    : fault(made, file, table);
        } catch (TableException e) {
            String message = String.valueOf(e.getMessage());
            boolean isNamed = made.isWrong() && made.mustName().stream().allMatch(message::contains);
            return isNamed ? null : "refused: " + message + (made.isWrong() ? "; expected " + made.mustName() : "");
        }
    }

    private static @Nullable String fault(MadeTable made, Path file, StoredTable table) {
        List<String> names = table.schema().columns().stream().map(Column::name).toList();
        if (!names.equals(made.names())) {
            return "the columns are " + names + "; notes " + table.notes();
        }
        if (table.rows() != made.rows()) {
            return table.rows() + " rows are read; notes " + table.notes();
        }
        for (int c = 0; c < names.size(); c++) {
            String fault = fault(made.columns().get(c), c, table);
            if (fault != null) {
                return "column " + names.get(c) + ": " + fault + "; notes " + table.notes();
            }
        }
        if (made.rows() % SCHEMAS == 0) {
            requireSameWithSchema(made, file, table);
        }
        return null;
    }

    private static @Nullable String fault(MadeColumn made, int index, StoredTable table) {
        Column column = table.schema().columns().get(index);
        if (column.type() != made.type()) {
            return "the type is " + column.type();
        }
        List<@Nullable Object> values = values(table, index);
        for (int r = 0; r < values.size(); r++) {
            Cell cell = made.cells().get(r);
            Object value = values.get(r);
            boolean isSame = cell.value() == null ? value == null : cell.value().equals(value);
            if (!isSame) {
                return "row " + r + ", '" + cell.text() + "', is read as " + value + ", not as " + cell.value();
            }
        }
        boolean isSaid = table.notes().stream().anyMatch(note -> note.contains("column '" + column.name() + "'"));
        return made.isAssumed() && !isSaid ? "nothing is said about what was assumed" : null;
    }

    private static List<@Nullable Object> values(StoredTable table, int index) {
        List<@Nullable Object> values = new ArrayList<>();
        if (table.schema().columns().get(index).type() == ColumnType.CATEGORICAL) {
            int[] codes = new int[table.rows()];
            table.codes(index, 0, codes.length, codes);
            List<String> texts = table.categories(index);
            for (int code : codes) {
                values.add(code < 0 ? null : texts.get(code));
            }
        } else {
            double[] numbers = new double[table.rows()];
            table.numbers(index, 0, numbers.length, numbers);
            for (double number : numbers) {
                // Minus nought is nought.
                values.add(Double.isNaN(number) ? null : (Object) (number + 0.0));
            }
        }
        return values;
    }

    /** What was found out is in the schema, with which the same is read. */
    private static void requireSameWithSchema(MadeTable made, Path file, StoredTable table) {
        ReadOptions options = ReadOptions.defaults().withSchema(table.schema());
        try (StoredTable again = TableReader.read(List.of(file), options, 1000)) {
            assertEquals(table.schema(), again.schema(), made::toString);
            for (int c = 0; c < table.schema().columns().size(); c++) {
                assertEquals(values(table, c), values(again, c), made::toString);
            }
        }
    }
}
