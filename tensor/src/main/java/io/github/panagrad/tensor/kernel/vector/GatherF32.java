package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.all;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.load;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.store;

import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Rows of a table, converted and scaled, into a contiguous batch. */
final class GatherF32 {
    /** As many bytes as float lanes, but no fewer than the smallest register holds. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    private static final int BYTE_LANES = BYTES.length();

    private GatherF32() {}

    /** {@code destination[i] = source[order[from + i]] * scale}. */
    static void gather(Rows source, int[] order, int from, Tensor destination) {
        MemorySegment in = source.segment();
        MemorySegment out = destination.segment();
        int columns = destination.columns();
        double scale = source.scale();
        for (int r = 0; r < destination.rows(); r++) {
            long row = source.offset(order[from + r]);
            long to = ((long) r * columns) << SHIFT;
            if (source.storage() == Rows.Storage.U8) {
                bytes(in, row, columns, scale, out, to);
            } else if (source.storage() == Rows.Storage.F32) {
                same(in, row, columns, scale, out, to);
            } else {
                OtherType.intoF32(in, row, columns, scale, out, to);
            }
        }
    }

    private static void bytes(MemorySegment in, long row, int columns, double scale, MemorySegment out, long to) {
        float factor = (float) scale;
        int bound = BYTES.loopBound(columns);
        for (int c = 0; c < bound; c += BYTE_LANES) {
            ByteVector packed = ByteVector.fromMemorySegment(BYTES, in, row + c, ByteOrder.nativeOrder());
            for (int part = 0; part < BYTE_LANES / LANES; part++) {
                FloatVector signed = (FloatVector) packed.convertShape(VectorOperators.B2F, SPECIES, part);
                FloatVector values = signed.add(256f, signed.compare(VectorOperators.LT, 0f));
                store(values.mul(factor), out, to + ((long) (c + part * LANES) << SHIFT));
            }
        }
        for (int c = bound; c < columns; c++) {
            float value = Byte.toUnsignedInt(in.get(ValueLayout.JAVA_BYTE, row + c));
            out.set(ValueLayout.JAVA_FLOAT, to + ((long) c << SHIFT), value * factor);
        }
    }

    private static void same(MemorySegment in, long row, int columns, double scale, MemorySegment out, long to) {
        FloatVector factor = all(scale);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            store(load(in, row + at).mul(factor), out, to + at);
        }
        if (bound < columns) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = LanesF32.rest(bound, columns);
            store(load(in, row + at, rest).mul(factor), out, to + at, rest);
        }
    }
}
