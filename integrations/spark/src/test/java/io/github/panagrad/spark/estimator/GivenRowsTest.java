package io.github.panagrad.spark.estimator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class GivenRowsTest {
    private static final UnsafeProjection PROJECTION =
            UnsafeProjection.create(new StructType().add("text", DataTypes.StringType));

    private static UnsafeRow row(String text) {
        return PROJECTION.apply(new GenericInternalRow(new Object[] {UTF8String.fromString(text)}));
    }

    @Test
    void keepsCopiesUntilCleared() {
        GivenRows rows = new GivenRows(1, 5);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5; i++) {
                assertFalse(rows.isFull());
                rows.add(row("x".repeat(40_000 * i + round)));
            }
            assertTrue(rows.isFull());
            for (int i = 0; i < 5; i++) {
                assertEquals(40_000 * i + round, rows.get(i).getUTF8String(0).numBytes());
            }
            rows.clear();
        }
    }

    @Test
    void isFullOfLargeRows() {
        GivenRows rows = new GivenRows(1, 5);
        rows.add(row("x".repeat(17_000_000)));
        assertTrue(rows.isFull());
        assertEquals(17_000_000, rows.get(0).getUTF8String(0).numBytes());
    }
}
