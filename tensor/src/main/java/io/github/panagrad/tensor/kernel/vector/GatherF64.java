package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Rows of a table, converted and scaled, into a contiguous batch. */
final class GatherF64 {
    /** As many bytes as double lanes, but no fewer than the smallest register holds. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    private static final int BYTE_LANES = BYTES.length();

    private GatherF64() {}

    /** {@code destination[i] = source[order[from + i]] * scale}. */
    static void gather(Rows source, int[] order, int from, Tensor destination) {
        MemorySegment in = source.segment();
        MemorySegment out = destination.segment();
        int columns = destination.columns();
        double scale = source.scale();
        for (int r = 0; r < destination.rows(); r++) {
            if (r % Touch.ROWS == 0 && OffHeap.is(in)) {
                Touch.rows(source, order, from + r, Math.min(Touch.ROWS, destination.rows() - r));
            }
            long row = source.offset(order[from + r]);
            long to = ((long) r * columns) << SHIFT;
            if (source.storage() == Rows.Storage.U8) {
                if (OffHeap.is(in)) {
                    bytes(in, row, columns, scale, out, to);
                } else {
                    // From a mapped file: to the end of the batch's own row, and from there forwards in place.
                    long end = to + ((long) columns << SHIFT) - columns;
                    MemorySegment.copy(in, row, out, end, columns);
                    bytes(out, end, columns, scale, out, to);
                }
            } else if (source.storage() == Rows.Storage.F64) {
                if (OffHeap.is(in)) {
                    same(in, row, columns, scale, out, to);
                } else {
                    MemorySegment.copy(in, row, out, to, (long) columns << SHIFT);
                    same(out, to, columns, scale, out, to);
                }
            } else {
                OtherType.intoF64(in, row, columns, scale, out, to);
            }
        }
    }

    private static void bytes(MemorySegment in, long row, int columns, double scale, MemorySegment out, long to) {
        OffHeap.require(in, out);
        double factor = scale;
        int bound = BYTES.loopBound(columns);
        for (int c = 0; c < bound; c += BYTE_LANES) {
            ByteVector packed = ByteVector.fromMemorySegment(BYTES, in, row + c, ORDER);
            for (int part = 0; part < BYTE_LANES / LANES; part++) {
                DoubleVector signed = (DoubleVector) packed.convertShape(VectorOperators.B2D, SPECIES, part);
                DoubleVector values = signed.add(256.0, signed.compare(VectorOperators.LT, 0.0));
                values.mul(factor).intoMemorySegment(out, to + ((long) (c + part * LANES) << SHIFT), ORDER);
            }
        }
        for (int c = bound; c < columns; c++) {
            double value = Byte.toUnsignedInt(in.get(ValueLayout.JAVA_BYTE, row + c));
            out.set(ValueLayout.JAVA_DOUBLE, to + ((long) c << SHIFT), value * factor);
        }
    }

    private static void same(MemorySegment in, long row, int columns, double scale, MemorySegment out, long to) {
        OffHeap.require(in, out);
        double factor = scale;
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            fromMemorySegment(SPECIES, in, row + at, ORDER).mul(factor).intoMemorySegment(out, to + at, ORDER);
        }
        for (int c = bound; c < columns; c++) {
            long at = (long) c << SHIFT;
            out.set(ValueLayout.JAVA_DOUBLE, to + at, in.get(ValueLayout.JAVA_DOUBLE, row + at) * factor);
        }
    }
}
