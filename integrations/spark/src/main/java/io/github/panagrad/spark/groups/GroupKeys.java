package io.github.panagrad.spark.groups;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Where the columns that rows are grouped by are in the rows. A value. */
record GroupKeys(ArrayList<Key> keys) implements Serializable {
    /** A column that rows are grouped by. */
    private record Key(int ordinal, StructField field) implements Serializable {
        private @Nullable Object value(InternalRow row) {
            return row.isNullAt(ordinal) ? null : row.get(ordinal, field.dataType());
        }
    }

    /** Finds columns in rows of a type. */
    static GroupKeys of(StructType type, List<String> columns) {
        ArrayList<Key> keys = new ArrayList<>();
        for (String column : columns) {
            int ordinal = type.fieldIndex(column);
            keys.add(new Key(ordinal, type.fields()[ordinal]));
        }
        return new GroupKeys(keys);
    }

    /** Returns the values of a row's group, which remain when the row is overwritten. */
    List<@Nullable Object> copy(InternalRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Key key : keys) {
            values.add(InternalRow.copyValue(key.value(row)));
        }
        return values;
    }

    /** Returns the values of a row's group as programs have them. */
    private @Nullable Object[] values(InternalRow row) {
        return keys.stream()
                .map(key -> CatalystTypeConverters.convertToScala(key.value(row), key.field.dataType()))
                .toArray();
    }

    /** Returns a row's group for messages. */
    String text(InternalRow row) {
        List<String> columns = keys.stream().map(key -> key.field.name()).toList();
        return Groups.text(columns, RowFactory.create(values(row)));
    }

    /** Returns a name for the folder of a row's group, which is the same for the same values, whatever other groups there are. */
    String folder(InternalRow row) {
        @Nullable Object[] values = values(row);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int k = 0; k < values.length; k++) {
                StructField field = keys.get(k).field;
                Object value = values[k];
                String text = field.name() + "\0" + field.dataType().simpleString() + "\0"
                        + (value == null ? "0" : "1" + value) + "\0";
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            }
            return "group-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
