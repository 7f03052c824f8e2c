package io.github.panagrad.table;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Looks at tables value by value, for tests. */
public final class Tables {
    private Tables() {}

    /** Returns a column as texts: numbers as Java writes them, null where a value is missing. */
    public static List<String> column(Table table, int column) {
        List<String> values = new ArrayList<>();
        if (table.schema().columns().get(column).type() == ColumnType.CATEGORICAL) {
            int[] codes = new int[table.rows()];
            table.codes(column, 0, table.rows(), codes);
            List<String> categories = table.categories(column);
            for (int code : codes) {
                values.add(code < 0 ? "-" : categories.get(code));
            }
        } else {
            double[] numbers = new double[table.rows()];
            table.numbers(column, 0, table.rows(), numbers);
            for (double number : numbers) {
                values.add(Double.isNaN(number) ? "-" : Double.toString(number));
            }
        }
        return values;
    }

    /** Returns the types of the columns by their first letters, ignored ones as x. */
    public static String types(Table table) {
        StringBuilder types = new StringBuilder();
        for (Column column : table.schema().columns()) {
            types.append(
                    column.role() == Role.IGNORED ? "x" : column.type().name().substring(0, 1));
        }
        return types.toString();
    }

    /** Returns the names of the columns. */
    public static List<String> names(Table table) {
        return table.schema().columns().stream().map(Column::name).toList();
    }

    /** Requires that reading fails with a message that has all these parts. */
    public static void requireRefused(Executable reading, String... parts) {
        String message =
                String.valueOf(assertThrows(TableException.class, reading).getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
    }
}
