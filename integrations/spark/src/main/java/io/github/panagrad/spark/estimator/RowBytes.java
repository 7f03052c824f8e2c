package io.github.panagrad.spark.estimator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** The rows of a partition on their way to the driver, column by column, each text once. */
public final class RowBytes {
    private RowBytes() {}

    /**
     * Writes rows.
     *
     * @param fields of the rows
     * @param what the rows are, for messages
     */
    public static byte[] of(Iterator<UnsafeRow> rows, List<SparkField> fields, String what) {
        RowBlock block = new RowBlock(fields, what);
        rows.forEachRemaining(block::add);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            block.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Adds rows that were written to a block of the same fields, and returns how many they are. */
    public static int append(byte[] rows, RowBlock block) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(rows))) {
            return block.append(in);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }
}
