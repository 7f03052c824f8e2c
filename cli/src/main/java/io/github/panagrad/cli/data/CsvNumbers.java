package io.github.panagrad.cli.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.github.panagrad.cli.InputException;
import io.github.panagrad.tensor.Rows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a CSV file field by field and keeps the numbers. A line's numbers are added when the line is complete. Used for
 * one file, by one thread, and closed by it.
 */
final class CsvNumbers extends AbstractBaseCsvCallbackHandler<Boolean> implements AutoCloseable {
    private final CsvFileName file;
    private final CsvRequest request;
    private final List<String> firstFields = new ArrayList<>();
    private @Nullable CsvLayout layout;
    private @Nullable GrowingTable features;
    private @Nullable GrowingTable targets;
    private @Nullable GrowingTable weights;
    private double[] row = {};
    private int found;
    private boolean blank;
    private long line = 1;
    private long rows;

    CsvNumbers(CsvFileName file, CsvRequest request) {
        this.file = file;
        this.request = request;
    }

    @Override
    protected void handleBegin(long startingLine) {
        line = startingLine;
        found = 0;
        blank = true;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        CsvLayout known = layout;
        if (known == null) {
            firstFields.add(new String(text, offset, length));
        } else if (index < known.columns() && !isBlank(index, text, offset, length, quoted)) {
            row[index] = number(known, index, text, offset, length);
        }
        found = index + 1;
    }

    /** A line of nothing but spaces is an empty line; whether it has more fields shows at its end. */
    private boolean isBlank(int index, char[] text, int offset, int length, boolean quoted) {
        boolean empty = !quoted && new String(text, offset, length).isBlank();
        if (index == 0) {
            blank = empty;
            return empty;
        }
        return false;
    }

    @Override
    protected Boolean buildRecord() {
        CsvLayout known = layout;
        if (known == null) {
            first();
        } else if (found > 1 || !blank) {
            if (found != known.columns()) {
                throw new InputException(file.line(line) + ": found " + found + " columns, expected " + known.columns()
                        + " as in the first line");
            }
            if (blank) {
                throw missing(known, 0);
            }
            add(known);
        }
        return true;
    }

    private void first() {
        if (firstFields.size() <= 1 && firstFields.stream().allMatch(String::isBlank)) {
            firstFields.clear();
            return;
        }
        CsvLayout made = CsvLayout.of(file, firstFields, request);
        layout = made;
        row = new double[made.columns()];
        features = new GrowingTable(request.storage(), made.inputs());
        targets = new GrowingTable(Rows.Storage.F64, 1);
        weights = new GrowingTable(Rows.Storage.F64, 1);
        if (made.names() == null) {
            for (int c = 0; c < made.columns(); c++) {
                char[] text = firstFields.get(c).toCharArray();
                row[c] = number(made, c, text, 0, text.length);
            }
            add(made);
        }
    }

    private double number(CsvLayout known, int column, char[] text, int offset, int length) {
        if (column == known.target() && request.kind() instanceof TargetKind.Ignored) {
            return 0;
        }
        double value = Decimals.parse(text, offset, length);
        if (Double.isNaN(value)) {
            String shown = CsvText.clean(new String(text, offset, length).strip());
            if (shown.isEmpty()) {
                throw missing(known, column);
            }
            throw new InputException(place(known, column) + ": expected a number, found '" + shown + "'"
                    + (known.names() != null ? " (the first line is taken as the header)" : ""));
        }
        boolean narrow = request.storage() == Rows.Storage.F32 && column != known.target() && column != known.weight();
        double largest = narrow ? Float.MAX_VALUE : Double.MAX_VALUE;
        if (Math.abs(value) > largest) {
            throw new InputException(place(known, column) + ": "
                    + CsvText.clean(new String(text, offset, length).strip()) + " is beyond the range of "
                    + (narrow ? "float32" : "float64"));
        }
        if (column == known.target() && request.kind() instanceof TargetKind.Classes(int count)) {
            checkClass(known, value, count);
        }
        if (column == known.weight() && value < 0) {
            throw new InputException(
                    place(known, column) + ": a weight must not be negative, found " + TargetInference.shown(value));
        }
        return value;
    }

    private void checkClass(CsvLayout known, double value, int count) {
        int limit = count > 0 ? count : TargetInference.MAX_CLASSES;
        if (!TargetInference.isClass(value, limit)) {
            throw new InputException(place(known, known.target()) + ": the target must be a class number from 0 to "
                    + (limit - 1) + ", found " + TargetInference.shown(value));
        }
    }

    private InputException missing(CsvLayout known, int column) {
        return new InputException(
                place(known, column) + ": expected a number, found an empty field; fill it in or remove the line");
    }

    private String place(CsvLayout known, int column) {
        return file.line(line) + ", " + known.columnName(column);
    }

    private void add(CsvLayout known) {
        GrowingTable featureTable = features;
        GrowingTable targetTable = targets;
        GrowingTable weightTable = weights;
        if (featureTable == null || targetTable == null || weightTable == null) {
            throw new IllegalStateException("a row before the layout");
        }
        if (rows == Integer.MAX_VALUE) {
            throw new InputException(file + " has more than " + Integer.MAX_VALUE + " rows");
        }
        rows++;
        for (int c = 0; c < row.length; c++) {
            GrowingTable table = c == known.target() ? targetTable : c == known.weight() ? weightTable : featureTable;
            table.add(row[c]);
        }
    }

    /** Returns the line at hand or, after a failure to read, the last one that was begun. */
    long line() {
        return line;
    }

    /** Returns what was read. */
    CsvTable finish() {
        CsvLayout known = layout;
        GrowingTable featureTable = features;
        GrowingTable targetTable = targets;
        GrowingTable weightTable = weights;
        if (known == null || featureTable == null || targetTable == null || weightTable == null) {
            throw new InputException(file + " is empty: expected lines of numbers, separated by commas");
        }
        if (rows == 0) {
            throw new InputException(file + " has a header but no lines of numbers after it");
        }
        return new CsvTable(
                featureTable.finish(),
                known.target() < 0 ? null : TargetInference.targets(targetTable.finish(), request.kind()),
                known.weight() < 0 ? null : values(weightTable.finish()),
                known.column(known.target()),
                known.column(known.weight()),
                known.names() != null);
    }

    private static double[] values(Rows column) {
        double[] values = new double[column.count()];
        for (int r = 0; r < values.length; r++) {
            values[r] = column.get(r, 0);
        }
        return values;
    }

    @Override
    public void close() {
        if (features != null) {
            features.close();
        }
        if (targets != null) {
            targets.close();
        }
        if (weights != null) {
            weights.close();
        }
    }
}
