package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A column of samples. */
final class SampleColumn {
    private SampleColumn() {}

    /**
     * Copies a column to a column.
     *
     * @param samples m x inputs; read
     * @param target m x any; one column is written
     */
    static void copy(Tensor samples, int from, Tensor target, int to) {
        MemorySegment in = samples.segment();
        MemorySegment out = target.segment();
        switch (samples.dtype()) {
            case F32 -> {
                for (int r = 0; r < samples.rows(); r++) {
                    float x = in.getAtIndex(ValueLayout.JAVA_FLOAT, (long) r * samples.stride() + from);
                    out.setAtIndex(ValueLayout.JAVA_FLOAT, (long) r * target.stride() + to, x);
                }
            }
            case F64 -> {
                for (int r = 0; r < samples.rows(); r++) {
                    double x = in.getAtIndex(ValueLayout.JAVA_DOUBLE, (long) r * samples.stride() + from);
                    out.setAtIndex(ValueLayout.JAVA_DOUBLE, (long) r * target.stride() + to, x);
                }
            }
        }
    }
}
