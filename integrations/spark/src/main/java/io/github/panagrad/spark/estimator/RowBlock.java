package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.Table;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a partition as a table on the heap. It is filled row by row, and can be cleared for the next rows. Texts and numbers that mark
 * missing values do so as in tables of other origin. For use by one thread.
 */
public final class RowBlock implements Table {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;
    private static final int VECTOR_FIELDS = 4;
    private static final int FIRST_ROWS = 16;
    private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

    private final SparkField[] fields;
    private final Schema schema;
    private final String what;
    private final CellReader[] cells;
    private final double[][] numbers;
    private final int[][] codes;

    private final @Nullable TextCodes[] texts;
    private final VectorUDT vectors = new VectorUDT();
    private long firstRow;
    private int size;

    /**
     * Begins without rows.
     *
     * @param schema a column for each field, of the same type
     * @param what the rows are, for messages, such as {@code the data set}
     */
    public RowBlock(List<SparkField> fields, Schema schema, String what) {
        this.fields = fields.toArray(SparkField[]::new);
        this.schema = schema;
        this.what = what;
        cells = CellReader.of(schema).toArray(CellReader[]::new);
        numbers = new double[fields.size()][0];
        codes = new int[fields.size()][0];
        texts = new @Nullable TextCodes[fields.size()];
        for (int c = 0; c < texts.length; c++) {
            if (isCategorical(c)) {
                texts[c] = new TextCodes(cells[c]);
            }
        }
    }

    /** Begins without rows, with the columns that the fields say. */
    public RowBlock(List<SparkField> fields, String what) {
        this(fields, schema(fields), what);
    }

    /** Returns the columns of fields. */
    public static Schema schema(List<SparkField> fields) {
        List<Column> columns = fields.stream().map(SparkField::column).toList();
        return new Schema(columns, true, Schema.DEFAULT_MISSING, "");
    }

    private boolean isCategorical(int column) {
        return schema.columns().get(column).type() == ColumnType.CATEGORICAL;
    }

    /**
     * Removes all rows.
     *
     * @param first the number of the next row, from 0, for messages
     */
    public void clear(long first) {
        firstRow = first;
        size = 0;
        for (TextCodes ofColumn : texts) {
            if (ofColumn != null) {
                ofColumn.clear();
            }
        }
    }

    /**
     * Adds a row.
     *
     * @param row read
     * @throws InvalidInputException if a vector has another size than expected, or there are too many rows
     */
    public void add(UnsafeRow row) {
        grow(size + 1L);
        for (int c = 0; c < numbers.length; c++) {
            SparkField field = fields[c];
            TextCodes ofColumn = texts[c];
            if (field.cell() == SparkField.Cell.VECTOR) {
                if (field.precision() == 0) {
                    addVector(row, c, field);
                }
            } else if (ofColumn != null) {
                codes[c][size] = row.isNullAt(field.ordinal()) ? -1 : ofColumn.code(row, field.ordinal());
            } else {
                numbers[c][size] = row.isNullAt(field.ordinal()) ? Double.NaN : number(row, field, cells[c]);
            }
        }
        size++;
    }

    private static double number(UnsafeRow row, SparkField field, CellReader cells) {
        int at = field.ordinal();
        return switch (field.cell()) {
            case BYTE -> cells.number(row.getByte(at));
            case SHORT -> cells.number(row.getShort(at));
            case INT -> cells.number(row.getInt(at));
            case LONG -> cells.number((double) row.getLong(at));
            case FLOAT -> cells.number(row.getFloat(at));
            case DOUBLE -> cells.number(row.getDouble(at));
            case DECIMAL ->
                cells.number(
                        row.getDecimal(at, field.precision(), field.scale()).toDouble());
            case TRUTH -> row.getBoolean(at) ? 1 : 0;
            case DATE -> (double) (row.getInt(at) * SECONDS_PER_DAY);
            case TIMESTAMP -> seconds(row.getLong(at));
            case TEXT, VECTOR -> throw new IllegalStateException(field + " is no number");
        };
    }

    private static double seconds(long micros) {
        long nanos = Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO;
        return DateForm.seconds(Math.floorDiv(micros, MICROS_PER_SECOND), (int) nanos);
    }

    private void addVector(UnsafeRow row, int first, SparkField field) {
        int length = field.scale();
        if (row.isNullAt(field.ordinal())) {
            for (int i = 0; i < length; i++) {
                numbers[first + i][size] = Double.NaN;
            }
            return;
        }
        double[] values = vectors.deserialize(row.getStruct(field.ordinal(), VECTOR_FIELDS))
                .toArray();
        if (values.length != length) {
            throw new InvalidInputException(place(size, size + 1) + ": the vector has " + values.length
                    + " elements, but those of the training rows have " + length + "; make them alike");
        }
        for (int i = 0; i < length; i++) {
            numbers[first + i][size] = cells[first + i].number(values[i]);
        }
    }

    private void grow(long rows) {
        int capacity = numbers.length == 0 ? 0 : Math.max(numbers[0].length, codes[0].length);
        if (rows <= capacity) {
            return;
        }
        if (rows > MOST_ROWS) {
            throw new InvalidInputException(
                    what + " has more than " + MOST_ROWS + " rows, the most that can be trained on; take a sample");
        }
        int wanted = (int) Math.clamp(2L * capacity, Math.max(FIRST_ROWS, rows), MOST_ROWS);
        for (int c = 0; c < numbers.length; c++) {
            if (texts[c] == null) {
                numbers[c] = Arrays.copyOf(numbers[c], wanted);
            } else {
                codes[c] = Arrays.copyOf(codes[c], wanted);
            }
        }
    }

    /** Returns the number of the first row. */
    long firstRow() {
        return firstRow;
    }

    /** Writes all rows. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int c = 0; c < numbers.length; c++) {
            TextCodes ofColumn = texts[c];
            if (ofColumn == null) {
                for (int r = 0; r < size; r++) {
                    out.writeDouble(numbers[c][r]);
                }
                continue;
            }
            out.writeInt(ofColumn.texts().size());
            for (String text : ofColumn.texts()) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
            for (int r = 0; r < size; r++) {
                out.writeInt(codes[c][r]);
            }
        }
    }

    /** Adds the rows that another block of the same fields has written, and returns how many they are. */
    public int append(DataInput in) throws IOException {
        int rows = in.readInt();
        grow((long) size + rows);
        for (int c = 0; c < numbers.length; c++) {
            TextCodes ofColumn = texts[c];
            if (ofColumn == null) {
                for (int r = 0; r < rows; r++) {
                    numbers[c][size + r] = in.readDouble();
                }
                continue;
            }
            int[] own = new int[in.readInt()];
            for (int t = 0; t < own.length; t++) {
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                own[t] = ofColumn.code(new String(bytes, StandardCharsets.UTF_8));
            }
            for (int r = 0; r < rows; r++) {
                int code = in.readInt();
                codes[c][size + r] = code < 0 ? -1 : own[code];
            }
        }
        size += rows;
        return rows;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int rows() {
        return size;
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        Objects.checkFromIndexSize(from, count, size);
        if (isCategorical(column)) {
            throw new IllegalArgumentException("column " + column + " is categorical");
        }
        System.arraycopy(numbers[column], from, into, 0, count);
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        Objects.checkFromIndexSize(from, count, size);
        if (!isCategorical(column)) {
            throw new IllegalArgumentException("column " + column + " is not categorical");
        }
        System.arraycopy(codes[column], from, into, 0, count);
    }

    @Override
    public List<String> categories(int column) {
        TextCodes ofColumn = texts[column];
        if (ofColumn == null) {
            throw new IllegalArgumentException("column " + column + " is not categorical");
        }
        return ofColumn.texts();
    }

    @Override
    public String place(int row) {
        return place(row, size);
    }

    private String place(int row, int rows) {
        return what + ", row " + (firstRow + Objects.checkIndex(row, rows) + 1);
    }

    @Override
    public void close() {}
}
