package io.github.panagrad.table.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes Parquet files, plain and not compressed, from the description of the format alone: one page for each column of a row group.
 * Every column may have nulls.
 */
final class MadeParquet {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int RLE = 3;

    private MadeParquet() {}

    /** What a column holds, by the types of the format. */
    enum Kind {
        TRUTH(0, 0),
        INT32(1, 0),
        INT64(2, 0),
        DOUBLE(5, 0),
        TEXT(6, 1),
        /** Days since 1970. */
        DATE(1, 6),
        /** Microseconds since midnight. */
        TIME(2, 7),
        /** Microseconds since 1970. */
        MOMENT(2, 8);

        private final int physical;
        private final int logical;

        Kind(int physical, int logical) {
            this.physical = physical;
            this.logical = logical;
        }
    }

    /**
     * A column.
     *
     * @param values booleans, numbers or texts, as the kind wants them; null where there is none
     */
    record Column(String name, Kind kind, List<@Nullable Object> values) {}

    /** Writes a file whose row groups have so many rows each, the last one perhaps fewer. */
    static Path write(Path file, List<Column> columns, int groupRows) throws IOException {
        int rows = columns.getFirst().values().size();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(MAGIC);
        List<byte[]> groups = new ArrayList<>();
        for (int from = 0; from < rows; from += groupRows) {
            groups.add(group(columns, from, Math.min(rows, from + groupRows), bytes));
        }
        Thrift footer = new Thrift();
        footer.number(1, 5, 1);
        footer.structures(2, schema(columns));
        footer.number(3, 6, rows);
        footer.structures(4, groups);
        byte[] written = footer.end();
        bytes.write(written);
        bytes.write(little(4).putInt(written.length).array());
        bytes.write(MAGIC);
        return Files.write(file, bytes.toByteArray());
    }

    private static List<byte[]> schema(List<Column> columns) {
        List<byte[]> elements = new ArrayList<>();
        Thrift root = new Thrift();
        root.text(4, "schema");
        root.number(5, 5, columns.size());
        elements.add(root.end());
        for (Column column : columns) {
            Thrift element = new Thrift();
            element.number(1, 5, column.kind().physical);
            element.number(3, 5, 1);
            element.text(4, column.name());
            if (column.kind().logical > 0) {
                element.structure(10, logical(column.kind()));
            }
            elements.add(element.end());
        }
        return elements;
    }

    private static byte[] logical(Kind kind) {
        Thrift type = new Thrift();
        Thrift inner = new Thrift();
        if (kind == Kind.TIME || kind == Kind.MOMENT) {
            inner.truth(1, true);
            Thrift unit = new Thrift();
            unit.structure(2, new Thrift().end());
            inner.structure(2, unit.end());
        }
        type.structure(kind.logical, inner.end());
        return type.end();
    }

    private static byte[] group(List<Column> columns, int from, int to, ByteArrayOutputStream bytes)
            throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        long start = bytes.size();
        for (Column column : columns) {
            long offset = bytes.size();
            byte[] page = page(column, from, to);
            Thrift data = new Thrift();
            data.number(1, 5, to - from);
            data.number(2, 5, 0);
            data.number(3, 5, RLE);
            data.number(4, 5, RLE);
            Thrift header = new Thrift();
            header.number(1, 5, 0);
            header.number(2, 5, page.length);
            header.number(3, 5, page.length);
            header.structure(5, data.end());
            bytes.write(header.end());
            bytes.write(page);
            Thrift metadata = new Thrift();
            metadata.number(1, 5, column.kind().physical);
            metadata.list(2, 5, List.of(Thrift.zigzag(0), Thrift.zigzag(RLE)));
            metadata.list(3, 8, List.of(Thrift.binary(column.name())));
            metadata.number(4, 5, 0);
            metadata.number(5, 6, to - from);
            metadata.number(6, 6, bytes.size() - offset);
            metadata.number(7, 6, bytes.size() - offset);
            metadata.number(9, 6, offset);
            Thrift chunk = new Thrift();
            chunk.number(2, 6, offset);
            chunk.structure(3, metadata.end());
            chunks.add(chunk.end());
        }
        Thrift group = new Thrift();
        group.structures(1, chunks);
        group.number(2, 6, bytes.size() - start);
        group.number(3, 6, to - from);
        return group.end();
    }

    /** Which values are there, a bit each in one run, and those values. */
    private static byte[] page(Column column, int from, int to) throws IOException {
        byte[] levels = new byte[(to - from + 7) / 8];
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        byte[] truths = new byte[levels.length];
        int present = 0;
        for (int r = from; r < to; r++) {
            Object value = column.values().get(r);
            if (value != null) {
                levels[(r - from) / 8] |= (byte) (1 << (r - from) % 8);
                if (column.kind() == Kind.TRUTH) {
                    truths[present / 8] |= (byte) ((Boolean) value ? 1 << present % 8 : 0);
                } else {
                    values.write(plain(column.kind(), value));
                }
                present++;
            }
        }
        values.write(truths, 0, column.kind() == Kind.TRUTH ? (present + 7) / 8 : 0);
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        run.write(Thrift.plain((long) levels.length << 1 | 1));
        run.write(levels);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        page.write(little(4).putInt(run.size()).array());
        page.write(run.toByteArray());
        page.write(values.toByteArray());
        return page.toByteArray();
    }

    private static byte[] plain(Kind kind, Object value) {
        return switch (kind) {
            case INT32, DATE -> little(4).putInt(((Number) value).intValue()).array();
            case INT64, TIME, MOMENT ->
                little(8).putLong(((Number) value).longValue()).array();
            case DOUBLE -> little(8).putDouble(((Number) value).doubleValue()).array();
            case TEXT -> {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                yield little(4 + text.length).putInt(text.length).put(text).array();
            }
            case TRUTH -> throw new IllegalArgumentException("truth values are bits");
        };
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes a structure in Thrift's compact encoding, field by field. */
    private static final class Thrift {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int last;

        private void begin(int id, int type) {
            bytes.write((id - last) << 4 | type);
            last = id;
        }

        void number(int id, int type, long value) {
            begin(id, type);
            bytes.writeBytes(zigzag(value));
        }

        void truth(int id, boolean value) {
            begin(id, value ? 1 : 2);
        }

        void text(int id, String text) {
            begin(id, 8);
            bytes.writeBytes(binary(text));
        }

        void structure(int id, byte[] structure) {
            begin(id, 12);
            bytes.writeBytes(structure);
        }

        void structures(int id, List<byte[]> elements) {
            list(id, 12, elements);
        }

        void list(int id, int type, List<byte[]> elements) {
            begin(id, 9);
            bytes.write(Math.min(elements.size(), 15) << 4 | type);
            if (elements.size() >= 15) {
                bytes.writeBytes(plain(elements.size()));
            }
            elements.forEach(element -> bytes.writeBytes(Objects.requireNonNull(element)));
        }

        byte[] end() {
            bytes.write(0);
            return bytes.toByteArray();
        }

        static byte[] binary(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(plain(utf8.length));
            bytes.writeBytes(utf8);
            return bytes.toByteArray();
        }

        static byte[] zigzag(long value) {
            return plain(value << 1 ^ value >> 63);
        }

        static byte[] plain(long value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            bytes.write((int) rest);
            return bytes.toByteArray();
        }
    }
}
