package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Copies the columns of samples that are not embedded to the first columns of the features. Threads may share it. */
final class NumberColumns {
    /** Runs of at least this many columns are copied as blocks of memory, which takes some 10 ns each. */
    private static final int BLOCK = 16;

    private final List<Run> runs = new ArrayList<>();

    /** Adjacent columns. */
    private record Run(int column, int feature, int length) {}

    NumberColumns(Architecture architecture) {
        int[] numbers = architecture.numbers();
        int from = 0;
        for (int i = 1; i <= numbers.length; i++) {
            if (i == numbers.length || numbers[i] != numbers[i - 1] + 1) {
                runs.add(new Run(numbers[from], from, i - from));
                from = i;
            }
        }
    }

    /**
     * Copies rows.
     *
     * @param samples m x inputs; read
     * @param features m x features; the first columns are written
     */
    void copy(Tensor samples, Tensor features) {
        MemorySegment in = samples.segment();
        MemorySegment out = features.segment();
        for (int r = 0; r < samples.rows(); r++) {
            long sample = (long) r * samples.stride();
            long feature = (long) r * features.stride();
            for (int i = 0; i < runs.size(); i++) {
                Run run = runs.get(i);
                copy(samples, in, sample + run.column, out, feature + run.feature, run.length);
            }
        }
    }

    private static void copy(Tensor samples, MemorySegment in, long from, MemorySegment out, long to, int length) {
        if (length >= BLOCK) {
            int bytes = samples.dtype().bytes();
            MemorySegment.copy(in, from * bytes, out, to * bytes, (long) length * bytes);
            return;
        }
        switch (samples.dtype()) {
            case F32 -> {
                for (int c = 0; c < length; c++) {
                    float value = in.getAtIndex(ValueLayout.JAVA_FLOAT, from + c);
                    out.setAtIndex(ValueLayout.JAVA_FLOAT, to + c, value);
                }
            }
            case F64 -> {
                for (int c = 0; c < length; c++) {
                    double value = in.getAtIndex(ValueLayout.JAVA_DOUBLE, from + c);
                    out.setAtIndex(ValueLayout.JAVA_DOUBLE, to + c, value);
                }
            }
        }
    }
}
