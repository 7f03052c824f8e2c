package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.Encoding;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.TableException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column that is written as most are: plain or with a dictionary. The library hands every value through four
 * arrays, each text through an array of its own, and from thread to thread; here they are decoded once, by the thread that wants them,
 * and texts stay where they are in the page.
 */
final class PageValues implements ParquetValues {
    private static final Set<Encoding> ENCODINGS = EnumSet.of(
            Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY, Encoding.RLE, Encoding.BIT_PACKED);
    private static final int PLAIN = 0;
    private static final int PLAIN_DICTIONARY = 2;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int INT96_BYTES = 12;

    private final Path file;
    private final ColumnSchema leaf;
    private final List<RowGroup> groups;
    private final PageArrays arrays;
    private final PageHeader header;
    private final PageDictionary dictionary;
    private final RunDecoder levels = new RunDecoder();
    private final RunDecoder runs = new RunDecoder();

    private int group = -1;
    private CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    private long at;
    private long end;
    private long chunkLeft;

    private byte[] page = {};
    private ByteBuffer plain = ByteBuffer.wrap(page);
    private int pageLeft;
    private int encoding;
    private boolean hasLevels;
    private boolean hasNulls;

    /** The next truth value of a plain page, in bits from the beginning of the page. */
    private long bit;

    /**
     * Makes the values of a column.
     *
     * @param content the bytes of the file; read
     * @param arrays where values are decoded to; written
     */
    PageValues(Path file, MemorySegment content, List<RowGroup> groups, ColumnSchema leaf, PageArrays arrays) {
        this.file = file;
        this.groups = groups;
        this.leaf = leaf;
        this.arrays = arrays;
        header = new PageHeader(file, content);
        dictionary = new PageDictionary(leaf);
    }

    /** Returns whether a column can be read so, which its row groups say. */
    static boolean canRead(List<RowGroup> groups, ColumnSchema leaf) {
        for (RowGroup group : groups) {
            if (leaf.columnIndex() >= group.columns().size()) {
                return false;
            }
            ColumnChunk chunk = group.columns().get(leaf.columnIndex());
            if (!PageCodec.canUnpack(chunk.metaData().codec())
                    || !ENCODINGS.containsAll(chunk.metaData().encodings())) {
                return false;
            }
        }
        return leaf.maxRepetitionLevel() == 0 && leaf.maxDefinitionLevel() <= 1;
    }

    @Override
    public int next(int most) {
        try {
            while (pageLeft == 0) {
                nextPage();
            }
            int count = Math.min(Math.min(most, pageLeft), PageArrays.ROWS);
            int present = count;
            if (hasLevels && !levels.skip(count, 1)) {
                levels.read(arrays.levels, count);
                present = present(count);
            }
            hasNulls = present < count;
            decode(present);
            if (hasNulls) {
                spread(present, count);
            }
            pageLeft -= count;
            return count;
        } catch (DamagedPageException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private int present(int count) {
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += arrays.levels[i];
        }
        return present;
    }

    private void nextPage() {
        while (chunkLeft == 0) {
            nextChunk();
        }
        if (at >= end) {
            throw damaged("it ends before its last " + chunkLeft + " values");
        }
        int length = header.read(at, end);
        long body = at + length;
        at = body + header.compressedBytes();
        requireChecksum(body);
        switch (header.kind()) {
            case PageHeader.DICTIONARY -> dictionary.take(unpacked(body), header.bytes(), header.values());
            case PageHeader.DATA -> dataPage(body);
            case PageHeader.DATA_V2 -> dataPageV2(body);
            default -> {
                // An index of pages, which is not needed.
            }
        }
    }

    private void nextChunk() {
        group++;
        ColumnChunk chunk = groups.get(group).columns().get(leaf.columnIndex());
        codec = chunk.metaData().codec();
        at = chunk.chunkStartOffset();
        end = at + chunk.metaData().totalCompressedSize();
        chunkLeft = chunk.metaData().numValues();
        dictionary.clear();
        if (chunkLeft != groups.get(group).numRows()) {
            throw damaged(
                    "it has " + chunkLeft + " values in " + groups.get(group).numRows() + " rows");
        }
    }

    private void requireChecksum(long body) {
        if (header.checksum() != 0) {
            CRC32 checksum = new CRC32();
            checksum.update(header.page(body));
            if ((int) checksum.getValue() != header.checksum()) {
                throw damaged("the checksum of a page at byte " + body + " is wrong");
            }
        }
    }

    private byte[] unpacked(long body) {
        byte[] unpacked = PageCodec.room(new byte[0], header.bytes());
        PageCodec.unpack(codec, header.page(body), unpacked, 0, header.bytes(), arrays);
        return unpacked;
    }

    private void dataPage(long body) {
        page = PageCodec.room(page, header.bytes());
        PageCodec.unpack(codec, header.page(body), page, 0, header.bytes(), arrays);
        begin(header.bytes());
        int from = 0;
        hasLevels = leaf.maxDefinitionLevel() > 0;
        if (hasLevels) {
            int length = length(0);
            from = Integer.BYTES + length;
            levels.begin(page, Integer.BYTES, from, 1);
        }
        beginValues(from);
    }

    /** Levels are before the values, not compressed. */
    private void dataPageV2(long body) {
        ByteBuffer bytes = header.page(body);
        int skipped = header.repetitionBytes();
        int from = header.definitionBytes();
        if (skipped < 0 || from < 0 || skipped > bytes.remaining() - from || header.bytes() - skipped < from) {
            throw damaged("a page has " + from + " bytes of levels");
        }
        int size = header.bytes() - skipped;
        page = PageCodec.room(page, size);
        bytes.position(skipped).get(page, 0, from);
        CompressionCodec used = header.isCompressed() && bytes.hasRemaining() ? codec : CompressionCodec.UNCOMPRESSED;
        PageCodec.unpack(used, bytes.slice(), page, from, size - from, arrays);
        begin(size);
        hasLevels = leaf.maxDefinitionLevel() > 0 && from > 0;
        levels.begin(page, 0, from, 1);
        beginValues(from);
    }

    private void begin(int size) {
        if (header.values() < 0 || header.values() > chunkLeft) {
            throw damaged("a page has " + header.values() + " values, of " + chunkLeft);
        }
        plain = ByteBuffer.wrap(page, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        pageLeft = header.values();
        chunkLeft -= pageLeft;
        encoding = header.encoding();
    }

    private int length(int from) {
        if (plain.limit() - from < Integer.BYTES) {
            throw damaged("a page ends before its values");
        }
        int length = plain.getInt(from);
        if (length < 0 || length > plain.limit() - from - Integer.BYTES) {
            throw damaged("a page has " + length + " bytes of levels or values, of " + plain.limit());
        }
        return length;
    }

    private void beginValues(int from) {
        boolean isBoolean = leaf.type() == PhysicalType.BOOLEAN;
        plain.position(from);
        bit = (long) from * Byte.SIZE;
        if (isDictionary() && !isBoolean) {
            dictionary.require();
            // A page of nulls alone may end here.
            int width = from < plain.limit() ? page[from] & 0xff : 1;
            runs.begin(page, Math.min(from + 1, plain.limit()), plain.limit(), width);
        } else if (encoding == RLE && isBoolean) {
            int start = from + Integer.BYTES;
            runs.begin(page, start, start + length(from), 1);
        } else if (encoding != PLAIN) {
            throw damaged("a page has the encoding " + encoding + ", which the column is not said to have");
        }
    }

    private boolean isDictionary() {
        return encoding == RLE_DICTIONARY || encoding == PLAIN_DICTIONARY;
    }

    /** Decodes the next values that are not null. */
    private void decode(int count) {
        if (encoding != PLAIN) {
            runs.read(arrays.indices, count);
            if (leaf.type() == PhysicalType.BOOLEAN) {
                for (int i = 0; i < count; i++) {
                    arrays.booleans[i] = arrays.indices[i] != 0;
                }
            } else {
                dictionary.look(arrays, count);
            }
            return;
        }
        switch (leaf.type()) {
            case BOOLEAN -> plainBooleans(count);
            case INT32 -> {
                require(count, Integer.BYTES);
                plain.asIntBuffer().get(arrays.ints, 0, count);
            }
            case INT64 -> {
                require(count, Long.BYTES);
                plain.asLongBuffer().get(arrays.longs, 0, count);
            }
            case FLOAT -> {
                require(count, Float.BYTES);
                plain.asFloatBuffer().get(arrays.floats, 0, count);
            }
            case DOUBLE -> {
                require(count, Double.BYTES);
                plain.asDoubleBuffer().get(arrays.doubles, 0, count);
            }
            case BYTE_ARRAY ->
                plain.position(texts(page, plain.position(), plain.limit(), count, arrays.starts, arrays.ends));
            case FIXED_LEN_BYTE_ARRAY, INT96 -> {
                int length = width(leaf);
                require(count, length);
                fixed(plain.position(), length, count, arrays.starts, arrays.ends);
            }
        }
        plain.position(plain.position() + (int) (bytes(leaf) * count));
    }

    private void plainBooleans(int count) {
        if (bit + count > (long) plain.limit() * Byte.SIZE) {
            throw damaged("a page ends before its values");
        }
        for (int i = 0; i < count; i++) {
            arrays.booleans[i] = ((page[(int) (bit >>> 3)] >>> (bit & 7)) & 1) != 0;
            bit++;
        }
    }

    private void require(int count, int width) {
        if (plain.remaining() < (long) count * width) {
            throw damaged("a page ends before its values");
        }
    }

    /** The bytes of a plain value; 0 for those that are not all of one size, or less than a byte. */
    private static long bytes(ColumnSchema leaf) {
        return switch (leaf.type()) {
            case BOOLEAN, BYTE_ARRAY -> 0;
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case FIXED_LEN_BYTE_ARRAY, INT96 -> width(leaf);
        };
    }

    /** The bytes of a value that is an array of bytes. */
    static int width(ColumnSchema leaf) {
        Integer length = leaf.type() == PhysicalType.INT96 ? (Integer) INT96_BYTES : leaf.typeLength();
        if (length == null || length < 0) {
            throw new DamagedPageException("its values have no length");
        }
        return length;
    }

    /**
     * Finds plain texts, each with its length before it.
     *
     * @param from where the first one's length is
     * @param to where the page ends
     * @param starts receives where they begin
     * @param ends receives where they end
     * @return where the last one ends
     */
    static int texts(byte[] bytes, int from, int to, int count, int[] starts, int[] ends) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (to - at < Integer.BYTES) {
                throw new DamagedPageException("a page ends before its values");
            }
            int length = RunDecoder.little(bytes, at);
            at += Integer.BYTES;
            if (length < 0 || length > to - at) {
                throw new DamagedPageException("a text has " + length + " bytes in a page of " + to);
            }
            starts[i] = at;
            at += length;
            ends[i] = at;
        }
        return at;
    }

    /** Finds values of one length. */
    static void fixed(int from, int length, int count, int[] starts, int[] ends) {
        for (int i = 0; i < count; i++) {
            starts[i] = from + i * length;
            ends[i] = starts[i] + length;
        }
    }

    private void spread(int present, int count) {
        int[] levels = arrays.levels;
        switch (leaf.type()) {
            case BOOLEAN -> Spread.spread(arrays.booleans, levels, present, count);
            case INT32 -> Spread.spread(arrays.ints, levels, present, count);
            case INT64 -> Spread.spread(arrays.longs, levels, present, count);
            case FLOAT -> Spread.spread(arrays.floats, levels, present, count);
            case DOUBLE -> Spread.spread(arrays.doubles, levels, present, count);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96 -> {
                if (isDictionary()) {
                    Spread.spread(arrays.indices, levels, present, count);
                } else {
                    Spread.spread(arrays.starts, levels, present, count);
                    Spread.spread(arrays.ends, levels, present, count);
                }
            }
        }
    }

    private boolean isBinary() {
        return switch (leaf.type()) {
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96 -> true;
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> false;
        };
    }

    private TableException damaged(String how) {
        return ParquetFooter.damaged(file, "column " + Quoted.of(leaf.name()) + ": " + how);
    }

    @Override
    public int first() {
        return 0;
    }

    @Override
    public boolean hasNulls() {
        return hasNulls;
    }

    @Override
    public boolean isNull(int i) {
        return hasNulls && arrays.levels[i] == 0;
    }

    @Override
    public boolean[] booleans() {
        return arrays.booleans;
    }

    @Override
    public int[] ints() {
        return arrays.ints;
    }

    @Override
    public long[] longs() {
        return arrays.longs;
    }

    @Override
    public float[] floats() {
        return arrays.floats;
    }

    @Override
    public double[] doubles() {
        return arrays.doubles;
    }

    @Override
    public byte[] bytes() {
        return isDictionary() ? dictionary.binaries().bytes() : page;
    }

    @Override
    public int start(int i) {
        return isDictionary() ? dictionary.binaries().start(arrays.indices[i]) : arrays.starts[i];
    }

    @Override
    public int end(int i) {
        return isDictionary() ? dictionary.binaries().end(arrays.indices[i]) : arrays.ends[i];
    }

    @Override
    public @Nullable BinaryDictionary dictionary() {
        return isDictionary() && isBinary() ? dictionary.binaries() : null;
    }

    @Override
    public int[] indices() {
        return arrays.indices;
    }
}
