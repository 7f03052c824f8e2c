package io.github.panagrad.table.parquet;

import org.jspecify.annotations.Nullable;

/**
 * What fields of a Parquet structure must look like, as far as the library relies on it: it reads these fields, or the
 * elements of these lists, as what they should be, whatever type the file gives them. Other fields it skips by the type that the
 * file gives.
 */
final class ThriftShape {
    static final byte I32 = 5;
    static final byte I64 = 6;
    static final byte BINARY = 8;
    static final byte LIST = 9;
    static final byte STRUCT = 12;

    /** A structure of which nothing is required. */
    static final ThriftShape ANY = new ThriftShape(false);

    static final ThriftShape DATA_PAGE = new ThriftShape(false).with(1, I32).with(2, I32);
    static final ThriftShape DATA_PAGE_V2 = new ThriftShape(false)
            .with(1, I32)
            .with(2, I32)
            .with(3, I32)
            .with(4, I32)
            .with(5, I32)
            .with(6, I32);
    static final ThriftShape DICTIONARY_PAGE =
            new ThriftShape(false).with(1, I32).with(2, I32);
    static final ThriftShape PAGE = new ThriftShape(false)
            .with(1, I32)
            .with(2, I32)
            .with(3, I32)
            .with(4, I32)
            .with(5, DATA_PAGE)
            .with(7, DICTIONARY_PAGE)
            .with(8, DATA_PAGE_V2);

    static final ThriftShape LOCATION =
            new ThriftShape(false).with(1, I64).with(2, I32).with(3, I64);
    static final ThriftShape OFFSET_INDEX = new ThriftShape(false).withList(1, LOCATION);

    static final ThriftShape FOOTER = footer();

    private static final int IDS = 19;

    private final boolean isSingle;
    private final byte[] types = new byte[IDS];
    private final byte[] elementTypes = new byte[IDS];
    private final @Nullable ThriftShape[] inner = new @Nullable ThriftShape[IDS];

    private ThriftShape(boolean isSingle) {
        this.isSingle = isSingle;
    }

    private static ThriftShape footer() {
        ThriftShape choice = new ThriftShape(true);
        ThriftShape time = new ThriftShape(false).with(2, choice);
        ThriftShape logicalType = new ThriftShape(false)
                .with(5, ANY)
                .with(7, time)
                .with(8, time)
                .with(10, ANY)
                .with(16, ANY)
                .with(17, ANY)
                .with(18, new ThriftShape(false).with(2, choice));
        ThriftShape metadata = new ThriftShape(false)
                .withList(2, I32)
                .withList(3, BINARY)
                .withList(8, ANY)
                .with(17, new ThriftShape(false).withList(2, I32));
        ThriftShape rowGroup = new ThriftShape(false).withList(1, new ThriftShape(false).with(3, metadata));
        return new ThriftShape(false)
                .withList(2, new ThriftShape(false).with(10, logicalType))
                .withList(4, rowGroup)
                .withList(5, ANY)
                .withList(7, ANY);
    }

    private ThriftShape with(int id, byte type) {
        types[id] = type;
        return this;
    }

    private ThriftShape with(int id, ThriftShape shape) {
        inner[id] = shape;
        return with(id, STRUCT);
    }

    private ThriftShape withList(int id, byte elementType) {
        elementTypes[id] = elementType;
        return with(id, LIST);
    }

    private ThriftShape withList(int id, ThriftShape shape) {
        inner[id] = shape;
        return withList(id, STRUCT);
    }

    /** Whether the structure has exactly one field, after which the library expects the end without looking. */
    boolean isSingle() {
        return isSingle;
    }

    /** Returns the type that a field must have, 0 for any. */
    byte type(int id) {
        return id >= 0 && id < IDS ? types[id] : 0;
    }

    /** Returns the type that a list's elements must have, 0 for any. */
    byte elementType(int id) {
        return id >= 0 && id < IDS ? elementTypes[id] : 0;
    }

    /** Returns the shape of a field's structure, or of its elements. */
    ThriftShape inner(int id) {
        ThriftShape shape = id >= 0 && id < IDS ? inner[id] : null;
        return shape == null ? ANY : shape;
    }
}
