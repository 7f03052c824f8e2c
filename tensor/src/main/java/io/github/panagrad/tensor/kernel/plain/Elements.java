package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Element access for one type, widened to double, checked only against the segment's bounds. */
final class Elements {
    private final boolean single;

    Elements(DType dtype) {
        this.single = dtype == DType.F32;
    }

    double get(Tensor x, int row, int column) {
        return load(x.segment(), (long) row * x.stride() + column);
    }

    void set(Tensor x, int row, int column, double value) {
        store(x.segment(), (long) row * x.stride() + column, value);
    }

    /** Returns element {@code i} of a contiguous tensor. */
    double at(Tensor x, int i) {
        return load(x.segment(), i);
    }

    /** Sets element {@code i} of a contiguous tensor. */
    void put(Tensor x, int i, double value) {
        store(x.segment(), i, value);
    }

    /** Returns a number as the element type stores it. */
    double rounded(double value) {
        return single ? (float) value : value;
    }

    private double load(MemorySegment segment, long index) {
        return single
                ? segment.get(ValueLayout.JAVA_FLOAT, index << 2)
                : segment.get(ValueLayout.JAVA_DOUBLE, index << 3);
    }

    private void store(MemorySegment segment, long index, double value) {
        if (single) {
            segment.set(ValueLayout.JAVA_FLOAT, index << 2, (float) value);
        } else {
            segment.set(ValueLayout.JAVA_DOUBLE, index << 3, value);
        }
    }
}
