package io.github.panagrad.table.source;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds columns of whole numbers that tell the rows apart and nothing else: they are learned by heart, and say nothing about
 * other rows. Such a column has another number in each row, and no name, the name of a key, or it counts the rows from 0 or 1
 * without being called a time. Others with different numbers everywhere may well be measured.
 */
public final class RowNumbers {
    /** In fewer rows measured numbers, too, are all different. */
    private static final int LEAST_ROWS = 10;

    /** Whether numbers are different is seen in this many rows. */
    private static final int MOST_ROWS = 1 << 18;

    private static final int BLOCK_ROWS = 1 << 12;

    /** Beyond it, not every whole number is a double. */
    private static final double LARGEST = 0x1p+53;

    /** The last word of a key's name. */
    private static final Set<String> KEYS =
            Set.of("id", "ids", "key", "pk", "index", "idx", "uuid", "guid", "no", "nr", "num", "number", "#");

    /** The only word of it. */
    private static final Set<String> WHOLE_NAMES = Set.of(
            "row",
            "rows",
            "rowid",
            "rownum",
            "rownames",
            "record",
            "recno",
            "serial",
            "sequence",
            "seq",
            "obs",
            "observation",
            "case",
            "customer",
            "client",
            "user",
            "patient",
            "subject",
            "passenger",
            "account");

    /** What may count on with the rows, and means something. */
    private static final Set<String> TIMES = Set.of(
            "t", "time", "date", "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week",
            "weeks", "month", "months", "quarter", "year", "years", "step", "steps", "period", "epoch", "age", "x");

    private final Table table;
    private final Schema schema;

    private RowNumbers(Table table) {
        this.table = table;
        schema = table.schema();
    }

    /** Returns the positions of such columns among the features; none if no other feature remained. */
    public static List<Integer> of(Table table) {
        RowNumbers finder = new RowNumbers(table);
        List<Column> columns = table.schema().columns();
        List<Integer> features = IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).role() == Role.FEATURE)
                .boxed()
                .toList();
        List<Integer> found = features.stream().filter(finder::numbersRows).toList();
        return found.size() == features.size() ? List.of() : found;
    }

    /** Returns what to say about such a column. */
    public static String note(Column column) {
        return "column " + Quoted.of(column.name())
                + " is not learned from, because it has another whole number in each row,"
                + " as an identifier or a counter has; --columns names the columns to learn from, and may name it";
    }

    private boolean numbersRows(int column) {
        if (schema.columns().get(column).type() != ColumnType.NUMERIC || table.rows() < LEAST_ROWS) {
            return false;
        }
        String name = schema.columns().get(column).name();
        boolean isKey = isUnnamed(column) || isKey(name);
        return (isKey || !TIMES.contains(lastWord(name))) && (isKey ? areDifferent(column) : countsRows(column));
    }

    /** A column without a name is called by its position. */
    private boolean isUnnamed(int column) {
        String name = schema.columns().get(column).name();
        return schema.hasHeader()
                && (name.equals(Integer.toString(column))
                        || name.equals("Unnamed: " + column)
                        || name.equals("__index_level_0__"));
    }

    private static boolean isKey(String name) {
        return KEYS.contains(lastWord(name))
                || WHOLE_NAMES.contains(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Returns the last of the words that spaces, punctuation or capital letters divide. */
    private static String lastWord(String name) {
        String[] words = name.strip()
                .replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                .toLowerCase(Locale.ROOT)
                .split("[\\s_.:/-]+", -1);
        return words[words.length - 1];
    }

    private boolean areDifferent(int column) {
        double[] numbers = new double[Math.min(table.rows(), MOST_ROWS)];
        table.numbers(column, 0, numbers.length, numbers);
        for (double number : numbers) {
            if (!isWhole(number)) {
                return false;
            }
        }
        Arrays.sort(numbers);
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i] == numbers[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private boolean countsRows(int column) {
        double[] block = new double[BLOCK_ROWS];
        double first = 0;
        for (int from = 0; from < table.rows(); from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, table.rows() - from);
            table.numbers(column, from, count, block);
            first = from == 0 ? block[0] : first;
            if (first != 0 && first != 1) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                if (block[i] != first + from + i) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < LARGEST;
    }
}
