package io.github.panagrad.table.input;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.NumberTexts;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A table of a program whose columns are read as those of a model: texts as numbers, truth values or dates, numbers as categories,
 * by the same rules as the values of single rows. Closing it leaves the table open.
 */
public final class TypedTable extends TableView {
    private final Schema schema;

    /** By column: numbers that were made of texts, or of numbers that mean something else. */
    private final Map<Integer, double[]> numbers = new HashMap<>();

    /** By column: codes that were made of numbers, and their texts. */
    private final Map<Integer, Codes> codes = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Codes(int[] codes, List<String> texts) {}

    private TypedTable(Table table, Schema wanted) {
        super(table);
        List<Column> columns = new ArrayList<>(table.schema().columns());
        List<CellReader> readers = CellReader.of(wanted);
        for (int w = 0; w < wanted.columns().size(); w++) {
            Column column = wanted.columns().get(w);
            OptionalInt found = table.schema().indexOf(column.name());
            if (column.role() != Role.IGNORED && found.isPresent()) {
                int c = found.getAsInt();
                Column own = columns.get(c);
                if (own.role() != Role.IGNORED
                        && own.type() != column.type()
                        && convert(c, own, column, readers.get(w))) {
                    columns.set(c, column.withRole(own.role()));
                }
            }
        }
        schema = table.schema().withColumns(columns);
    }

    /**
     * Returns a table with the types that a model's columns have, as far as values can be of them; the others stay what they are.
     *
     * @param wanted the columns of the model
     * @throws TableException if a text is no value of its column; the message names the place
     */
    public static Table of(Table table, Schema wanted) {
        TypedTable typed = new TypedTable(table, wanted);
        return typed.numbers.isEmpty() && typed.codes.isEmpty() ? table : typed;
    }

    /** Reads a column as another type; returns whether its values can be of that type. */
    private boolean convert(int c, Column own, Column wanted, CellReader cells) {
        if (own.type() == ColumnType.CATEGORICAL) {
            numbers.put(c, ofTexts(c, wanted, cells));
            return true;
        }
        if (wanted.type() == ColumnType.CATEGORICAL && own.type() != ColumnType.DATE) {
            codes.put(c, ofNumbers(c, own.type() == ColumnType.BOOLEAN, cells));
            return true;
        }
        if (own.type() == ColumnType.NUMERIC) {
            numbers.put(c, reread(c, wanted, cells));
            return true;
        }
        return false;
    }

    private double[] ofTexts(int c, Column wanted, CellReader cells) {
        List<String> texts = table().categories(c);
        double[] byCode = new double[texts.size()];
        for (int t = 0; t < byCode.length; t++) {
            byCode[t] = cells.value(
                    wanted.type(), texts.get(t).toCharArray(), 0, texts.get(t).length());
        }
        int[] found = new int[table().rows()];
        table().codes(c, 0, found.length, found);
        double[] values = new double[found.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = found[r] < 0 ? Double.NaN : byCode[found[r]];
            if (Double.isInfinite(values[r])) {
                throw wrong(r, wanted, cells.problem(wanted.type(), texts.get(found[r])));
            }
        }
        return values;
    }

    private double[] reread(int c, Column wanted, CellReader cells) {
        double[] values = new double[table().rows()];
        table().numbers(c, 0, values.length, values);
        for (int r = 0; r < values.length; r++) {
            double value = values[r];
            values[r] = wanted.type() == ColumnType.BOOLEAN ? cells.truth(value) : cells.date(value);
            if (Double.isInfinite(values[r])) {
                throw wrong(r, wanted, cells.problem(wanted.type(), NumberTexts.of(value)));
            }
        }
        return values;
    }

    private TableException wrong(int row, Column wanted, String problem) {
        return new TableException(table().place(row) + ", column " + Quoted.of(wanted.name()) + ": " + problem);
    }

    private Codes ofNumbers(int c, boolean isTruth, CellReader cells) {
        double[] values = new double[table().rows()];
        table().numbers(c, 0, values.length, values);
        Map<String, Integer> known = new HashMap<>();
        List<String> texts = new ArrayList<>();
        int[] found = new int[values.length];
        for (int r = 0; r < found.length; r++) {
            String text = Double.isNaN(values[r])
                    ? null
                    : cells.category(isTruth ? String.valueOf(values[r] == 1) : NumberTexts.of(values[r]));
            if (text == null) {
                found[r] = -1;
            } else {
                found[r] = known.computeIfAbsent(text, _ -> known.size());
                if (found[r] == texts.size()) {
                    texts.add(text);
                }
            }
        }
        return new Codes(found, List.copyOf(texts));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        double[] own = numbers.get(column);
        if (own == null) {
            table().numbers(column, from, count, into);
        } else {
            Objects.checkFromIndexSize(from, count, own.length);
            System.arraycopy(own, from, into, 0, count);
        }
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        Codes own = codes.get(column);
        if (own == null) {
            table().codes(column, from, count, into);
        } else {
            Objects.checkFromIndexSize(from, count, own.codes.length);
            System.arraycopy(own.codes, from, into, 0, count);
        }
    }

    @Override
    public List<String> categories(int column) {
        Codes own = codes.get(column);
        return own == null ? table().categories(column) : own.texts;
    }
}
