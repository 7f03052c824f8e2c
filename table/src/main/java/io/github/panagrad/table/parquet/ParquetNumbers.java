package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.schema.ColumnSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Turns the values of a column into doubles: decimals scaled, dates as days and timestamps as seconds since 1970, times as
 * seconds since midnight.
 */
final class ParquetNumbers {
    private static final long MAX_EXACT = 1L << 53;
    private static final int MAX_POWER = 22;

    /** The Julian day of 1970-01-01, from which INT96 timestamps count. */
    private static final long JULIAN_1970 = 2_440_588;

    private static final double SECONDS_PER_DAY = 86_400;
    private static final double NANOS_PER_SECOND = 1e9;

    private ParquetNumbers() {}

    /**
     * Reads values of the current batch.
     *
     * @param from the first value of the batch
     * @param into receives them from {@code at}; written, with anything where a value is null
     */
    static void read(ColumnReader reader, ColumnSchema column, int from, int count, double[] into, int at) {
        switch (column.type()) {
            case BOOLEAN -> {
                boolean[] values = reader.getBooleans();
                for (int i = 0; i < count; i++) {
                    into[at + i] = values[from + i] ? 1 : 0;
                }
            }
            case INT32 -> {
                int[] values = reader.getInts();
                boolean isUnsigned = isUnsigned(column);
                for (int i = 0; i < count; i++) {
                    into[at + i] = isUnsigned ? values[from + i] & 0xffff_ffffL : values[from + i];
                }
            }
            case INT64 -> {
                long[] values = reader.getLongs();
                boolean isUnsigned = isUnsigned(column);
                for (int i = 0; i < count; i++) {
                    long value = values[from + i];
                    into[at + i] = isUnsigned && value < 0 ? unsigned(value) : value;
                }
            }
            case FLOAT -> {
                float[] values = reader.getFloats();
                for (int i = 0; i < count; i++) {
                    into[at + i] = values[from + i];
                }
            }
            case DOUBLE -> System.arraycopy(reader.getDoubles(), from, into, at, count);
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> binaries(reader, column, from, count, into, at);
        }
        scale(reader, column, from, count, into, at);
    }

    private static boolean isUnsigned(ColumnSchema column) {
        return column.logicalType() instanceof LogicalType.IntType type && !type.isSigned();
    }

    /** Half of it, with the lost bit kept for rounding, twice. */
    private static double unsigned(long value) {
        return ((value >>> 1) | (value & 1)) * 2.0;
    }

    private static void scale(ColumnReader reader, ColumnSchema column, int from, int count, double[] into, int at) {
        switch (column.logicalType()) {
            case LogicalType.DecimalType type
            when isInteger(column) && type.scale() != 0 ->
                decimals(reader, column, type.scale(), from, count, into, at);
            case LogicalType.TimestampType type -> divide(into, at, count, perSecond(type.unit()));
            case LogicalType.TimeType type -> divide(into, at, count, perSecond(type.unit()));
            case null, default -> {}
        }
    }

    private static boolean isInteger(ColumnSchema column) {
        return column.type() == PhysicalType.INT32 || column.type() == PhysicalType.INT64;
    }

    private static double perSecond(LogicalType.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1e3;
            case MICROS -> 1e6;
            case NANOS -> NANOS_PER_SECOND;
        };
    }

    private static void divide(double[] values, int at, int count, double divisor) {
        for (int i = at; i < at + count; i++) {
            values[i] /= divisor;
        }
    }

    private static void decimals(
            ColumnReader reader, ColumnSchema column, int scale, int from, int count, double[] into, int at) {
        double power =
                scale > 0 && scale <= MAX_POWER ? BigDecimal.TEN.pow(scale).doubleValue() : Double.NaN;
        int[] ints = column.type() == PhysicalType.INT32 ? reader.getInts() : new int[0];
        long[] longs = column.type() == PhysicalType.INT64 ? reader.getLongs() : new long[0];
        for (int i = 0; i < count; i++) {
            long value = ints.length > 0 ? ints[from + i] : longs[from + i];
            // One correctly rounded division of exact numbers, where both are.
            boolean isExact = !Double.isNaN(power) && Math.abs(value) <= MAX_EXACT;
            into[at + i] =
                    isExact ? value / power : BigDecimal.valueOf(value, scale).doubleValue();
        }
    }

    private static void binaries(ColumnReader reader, ColumnSchema column, int from, int count, double[] into, int at) {
        byte[] bytes = reader.getBinaryValues();
        int[] offsets = reader.getBinaryOffsets();
        for (int i = 0; i < count; i++) {
            int start = offsets[from + i];
            int length = offsets[from + i + 1] - start;
            into[at + i] = length == 0 ? Double.NaN : binary(column, bytes, start, length);
        }
    }

    private static double binary(ColumnSchema column, byte[] bytes, int start, int length) {
        if (column.type() == PhysicalType.INT96) {
            ByteBuffer value = ByteBuffer.wrap(bytes, start, length).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = value.getLong();
            return (value.getInt() - JULIAN_1970) * SECONDS_PER_DAY + nanos / NANOS_PER_SECOND;
        }
        return switch (Objects.requireNonNull(column.logicalType())) {
            case LogicalType.DecimalType type ->
                new BigDecimal(new BigInteger(bytes, start, length), type.scale()).doubleValue();
            default -> Float.float16ToFloat((short) ((bytes[start + 1] << 8) | (bytes[start] & 0xff)));
        };
    }
}
