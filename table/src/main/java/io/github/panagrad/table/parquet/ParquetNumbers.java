package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.calendar.Days;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Turns the values of a column into doubles: decimals scaled, dates as days (a column of dates multiplies them) and timestamps as seconds since 1970, times as
 * seconds since midnight.
 */
final class ParquetNumbers {
    private static final long MAX_EXACT = 1L << 53;
    private static final int MAX_POWER = 22;

    /** The Julian day of 1970-01-01, from which INT96 timestamps count. */
    private static final long JULIAN_1970 = 2_440_588;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ParquetNumbers() {}

    /**
     * Reads the values of a run.
     *
     * @param into receives them from {@code at}; written, with anything where a value is null
     */
    static void read(ParquetValues run, ColumnSchema column, int count, double[] into, int at) {
        int from = run.first();
        switch (column.type()) {
            case BOOLEAN -> {
                boolean[] values = run.booleans();
                for (int i = 0; i < count; i++) {
                    into[at + i] = values[from + i] ? 1 : 0;
                }
            }
            case INT32 -> {
                int[] values = run.ints();
                boolean isUnsigned = isUnsigned(column);
                for (int i = 0; i < count; i++) {
                    into[at + i] = isUnsigned ? values[from + i] & 0xffff_ffffL : values[from + i];
                }
            }
            case INT64 -> {
                long[] values = run.longs();
                boolean isUnsigned = isUnsigned(column);
                for (int i = 0; i < count; i++) {
                    long value = values[from + i];
                    into[at + i] = isUnsigned && value < 0 ? unsigned(value) : value;
                }
            }
            case FLOAT -> {
                float[] values = run.floats();
                for (int i = 0; i < count; i++) {
                    into[at + i] = values[from + i];
                }
            }
            case DOUBLE -> System.arraycopy(run.doubles(), from, into, at, count);
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> binaries(run, column, count, into, at);
        }
        scale(run, column, count, into, at);
    }

    private static boolean isUnsigned(ColumnSchema column) {
        return column.logicalType() instanceof LogicalType.IntType type && !type.isSigned();
    }

    /** Half of it, with the lost bit kept for rounding, twice. */
    private static double unsigned(long value) {
        return ((value >>> 1) | (value & 1)) * 2.0;
    }

    private static void scale(ParquetValues run, ColumnSchema column, int count, double[] into, int at) {
        switch (column.logicalType()) {
            case LogicalType.DecimalType type
            when isInteger(column) && type.scale() != 0 -> decimals(run, column, type.scale(), count, into, at);
            case LogicalType.TimestampType type -> seconds(run, type.unit(), count, into, at);
            case LogicalType.TimeType type -> seconds(run, type.unit(), count, into, at);
            case null, default -> {}
        }
    }

    private static boolean isInteger(ColumnSchema column) {
        return column.type() == PhysicalType.INT32 || column.type() == PhysicalType.INT64;
    }

    private static void seconds(ParquetValues run, LogicalType.TimeUnit unit, int count, double[] into, int at) {
        switch (unit) {
            case MILLIS -> divide(into, at, count, 1e3);
            case MICROS -> divide(into, at, count, 1e6);
            case NANOS -> {
                // More digits than a double has, so that they are divided before they are rounded.
                long[] values = run.longs();
                int from = run.first();
                for (int i = 0; i < count; i++) {
                    long value = values[from + i];
                    into[at + i] = DateForm.seconds(
                            Math.floorDiv(value, NANOS_PER_SECOND), (int) Math.floorMod(value, NANOS_PER_SECOND));
                }
            }
        }
    }

    private static void divide(double[] values, int at, int count, double divisor) {
        for (int i = at; i < at + count; i++) {
            values[i] /= divisor;
        }
    }

    private static void decimals(ParquetValues run, ColumnSchema column, int scale, int count, double[] into, int at) {
        double power =
                scale > 0 && scale <= MAX_POWER ? BigDecimal.TEN.pow(scale).doubleValue() : Double.NaN;
        int[] ints = column.type() == PhysicalType.INT32 ? run.ints() : new int[0];
        long[] longs = column.type() == PhysicalType.INT64 ? run.longs() : new long[0];
        int from = run.first();
        for (int i = 0; i < count; i++) {
            long value = ints.length > 0 ? ints[from + i] : longs[from + i];
            // One correctly rounded division of exact numbers, where both are.
            boolean isExact = !Double.isNaN(power) && Math.abs(value) <= MAX_EXACT;
            into[at + i] =
                    isExact ? value / power : BigDecimal.valueOf(value, scale).doubleValue();
        }
    }

    private static void binaries(ParquetValues run, ColumnSchema column, int count, double[] into, int at) {
        byte[] bytes = run.bytes();
        int from = run.first();
        for (int i = 0; i < count; i++) {
            if (run.isNull(from + i)) {
                continue;
            }
            int start = run.start(from + i);
            int length = run.end(from + i) - start;
            into[at + i] = length == 0 ? Double.NaN : binary(column, bytes, start, length);
        }
    }

    private static double binary(ColumnSchema column, byte[] bytes, int start, int length) {
        if (column.type() == PhysicalType.INT96) {
            ByteBuffer value = ByteBuffer.wrap(bytes, start, length).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = value.getLong();
            long days = value.getInt() - JULIAN_1970;
            return DateForm.seconds(days * Days.SECONDS + Math.floorDiv(nanos, NANOS_PER_SECOND), (int)
                    Math.floorMod(nanos, NANOS_PER_SECOND));
        }
        return switch (Objects.requireNonNull(column.logicalType())) {
            case LogicalType.DecimalType type ->
                new BigDecimal(new BigInteger(bytes, start, length), type.scale()).doubleValue();
            default -> Float.float16ToFloat((short) ((bytes[start + 1] << 8) | (bytes[start] & 0xff)));
        };
    }
}
