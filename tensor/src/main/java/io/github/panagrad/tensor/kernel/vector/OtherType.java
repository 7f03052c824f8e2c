package io.github.panagrad.tensor.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows stored in the other element type than the batch's: element by element, for it is rare. */
final class OtherType {
    private OtherType() {}

    static void intoF32(MemorySegment in, long row, int columns, double scale, MemorySegment out, long to) {
        for (int c = 0; c < columns; c++) {
            double value = in.get(ValueLayout.JAVA_DOUBLE, row + 8L * c);
            out.set(ValueLayout.JAVA_FLOAT, to + 4L * c, (float) (value * scale));
        }
    }

    static void intoF64(MemorySegment in, long row, int columns, double scale, MemorySegment out, long to) {
        for (int c = 0; c < columns; c++) {
            double value = in.get(ValueLayout.JAVA_FLOAT, row + 4L * c);
            out.set(ValueLayout.JAVA_DOUBLE, to + 8L * c, value * scale);
        }
    }
}
