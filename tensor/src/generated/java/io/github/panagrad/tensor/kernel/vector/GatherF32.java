// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Gather.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.GatherKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Rows of a table, converted and scaled, into a contiguous batch. */
final class GatherF32 implements GatherKernels {
    /** As many bytes as float lanes, but no fewer than the smallest register holds. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    private static final int BYTE_LANES = BYTES.length();

    /** {@code destination[i] = source[order[from + i]] * scale}. */
    @Override
    public void gather(Rows source, int[] order, int from, Tensor destination) {
        int rows = destination.rows();
        boolean mapped = !OffHeap.is(source.segment());
        int together = Touch.together(source);
        for (int r = 0; r < rows; r += together) {
            int end = Math.min(rows, r + together);
            if (source.storage() != Rows.Storage.U8 && source.storage() != Rows.Storage.F32) {
                otherType(source, order, from, r, end, destination);
            } else if (mapped) {
                mapped(source, order, from, r, end, destination);
            } else {
                Touch.rows(source, order, from + r, end - r);
                if (source.storage() == Rows.Storage.U8) {
                    bytes(source, order, from, r, end, destination);
                } else {
                    same(source, order, from, r, end, destination);
                }
            }
        }
    }

    private static void otherType(Rows source, int[] order, int from, int first, int end, Tensor destination) {
        int columns = destination.columns();
        for (int r = first; r < end; r++) {
            long row = source.offset(order[from + r]);
            long to = ((long) r * columns) << SHIFT;
            otherRow(source.segment(), row, columns, source.scale(), destination.segment(), to);
        }
    }

    /** A row stored in the other element type than the batch's: element by element, because it is rare. */
    private static void otherRow(MemorySegment in, long row, int columns, double scale, MemorySegment out, long to) {
        for (int c = 0; c < columns; c++) {
            double value = in.get(
                    ValueLayout.JAVA_DOUBLE, row + 8L * c);
            out.set(ValueLayout.JAVA_FLOAT, to + ((long) c << SHIFT), (float) (value * scale));
        }
    }

    /** From a mapped file: to the end of the batch's own row as it is stored, and from there forwards in place. */
    private static void mapped(Rows source, int[] order, int from, int first, int end, Tensor destination) {
        MemorySegment out = destination.segment();
        int columns = destination.columns();
        int stored = columns * source.storage().bytes();
        for (int r = first; r < end; r++) {
            long to = ((long) r * columns) << SHIFT;
            long copy = to + ((long) columns << SHIFT) - stored;
            MemorySegment.copy(source.segment(), source.offset(order[from + r]), out, copy, stored);
            if (source.storage() == Rows.Storage.U8) {
                byteRow(out, copy, columns, (float) source.scale(), out, to);
            } else {
                sameRow(out, copy, columns, (float) source.scale(), out, to);
            }
        }
    }

    private static void bytes(Rows source, int[] order, int from, int first, int end, Tensor destination) {
        float factor = (float) source.scale();
        for (int r = first; r < end; r++) {
            long to = ((long) r * destination.columns()) << SHIFT;
            long row = source.offset(order[from + r]);
            byteRow(source.segment(), row, destination.columns(), factor, destination.segment(), to);
        }
    }

    private static void byteRow(MemorySegment in, long row, int columns, float factor, MemorySegment out, long to) {
        OffHeap.require(in, out);
        int bound = BYTES.loopBound(columns);
        for (int c = 0; c < bound; c += BYTE_LANES) {
            ByteVector packed = ByteVector.fromMemorySegment(BYTES, in, row + c, ORDER);
            for (int part = 0; part < BYTE_LANES / LANES; part++) {
                FloatVector signed = (FloatVector) packed.convertShape(VectorOperators.B2F, SPECIES, part);
                FloatVector values = signed.add(256f, signed.compare(VectorOperators.LT, 0f));
                values.mul(factor).intoMemorySegment(out, to + ((long) (c + part * LANES) << SHIFT), ORDER);
            }
        }
        for (int c = bound; c < columns; c++) {
            float value = Byte.toUnsignedInt(in.get(ValueLayout.JAVA_BYTE, row + c));
            out.set(ValueLayout.JAVA_FLOAT, to + ((long) c << SHIFT), value * factor);
        }
    }

    private static void same(Rows source, int[] order, int from, int first, int end, Tensor destination) {
        MemorySegment in = source.segment();
        MemorySegment out = destination.segment();
        float factor = (float) source.scale();
        int columns = destination.columns();
        for (int r = first; r < end; r++) {
            long row = source.offset(order[from + r]);
            long to = ((long) r * columns) << SHIFT;
            if (columns >= LANES) {
                wideRow(in, row, columns, factor, out, to);
            } else {
                sameRow(in, row, columns, factor, out, to);
            }
        }
    }

    /** The last register overlaps the one before. */
    private static void wideRow(MemorySegment in, long row, int columns, float factor, MemorySegment out, long to) {
        OffHeap.require(in, out);
        for (int c = 0; c <= columns - LANES; c += LANES) {
            long at = (long) c << SHIFT;
            fromMemorySegment(SPECIES, in, row + at, ORDER).mul(factor).intoMemorySegment(out, to + at, ORDER);
        }
        long last = (long) (columns - LANES) << SHIFT;
        fromMemorySegment(SPECIES, in, row + last, ORDER).mul(factor).intoMemorySegment(out, to + last, ORDER);
    }

    private static void sameRow(MemorySegment in, long row, int columns, float factor, MemorySegment out, long to) {
        for (int c = 0; c < columns; c++) {
            long at = (long) c << SHIFT;
            out.set(ValueLayout.JAVA_FLOAT, to + at, in.get(ValueLayout.JAVA_FLOAT, row + at) * factor);
        }
    }

    @Override
    public void lookUp(Tensor table, Tensor samples, int column, Tensor vectors) {
        MemorySegment in = samples.segment();
        int n = vectors.columns();
        for (int r = 0; r < vectors.rows(); r++) {
            float value = in.get(ValueLayout.JAVA_FLOAT, ((long) r * samples.stride() + column) << SHIFT);
            long from = ((long) GatherKernels.category(value, table.rows(), column) * n) << SHIFT;
            long to = ((long) r * vectors.stride()) << SHIFT;
            if (n >= LANES) {
                wideRow(table.segment(), from, n, 1, vectors.segment(), to);
            } else {
                MemorySegment.copy(table.segment(), from, vectors.segment(), to, (long) n << SHIFT);
            }
        }
    }

    @Override
    public void addUp(Tensor delta, Tensor samples, int column, int first, Tensor sums) {
        MemorySegment in = samples.segment();
        int n = delta.columns();
        sums.segment().fill((byte) 0);
        for (int r = 0; r < delta.rows(); r++) {
            int row = (int) in.get(ValueLayout.JAVA_FLOAT, ((long) r * samples.stride() + column) << SHIFT) - first;
            if (row >= 0 && row < sums.rows()) {
                add(
                        delta.segment(),
                        ((long) r * delta.stride()) << SHIFT,
                        sums.segment(),
                        ((long) row * n) << SHIFT,
                        n);
            }
        }
    }

    private static void add(MemorySegment in, long from, MemorySegment out, long to, int n) {
        OffHeap.require(in, out);
        int bound = SPECIES.loopBound(n);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            fromMemorySegment(SPECIES, out, to + at, ORDER)
                    .add(fromMemorySegment(SPECIES, in, from + at, ORDER))
                    .intoMemorySegment(out, to + at, ORDER);
        }
        for (int c = bound; c < n; c++) {
            long at = (long) c << SHIFT;
            float sum = out.get(ValueLayout.JAVA_FLOAT, to + at) + in.get(ValueLayout.JAVA_FLOAT, from + at);
            out.set(ValueLayout.JAVA_FLOAT, to + at, sum);
        }
    }
}
