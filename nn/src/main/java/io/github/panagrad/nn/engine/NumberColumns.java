package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Copies the columns of samples that are not embedded to the first columns of the features. Thread-safe. */
final class NumberColumns {
    private final List<Run> runs = new ArrayList<>();

    /** Consecutive columns, copied together. */
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
        int bytes = samples.dtype().bytes();
        for (int r = 0; r < samples.rows(); r++) {
            long sample = (long) r * samples.stride();
            long feature = (long) r * features.stride();
            for (int i = 0; i < runs.size(); i++) {
                Run run = runs.get(i);
                MemorySegment.copy(
                        samples.segment(),
                        (sample + run.column) * bytes,
                        features.segment(),
                        (feature + run.feature) * bytes,
                        (long) run.length * bytes);
            }
        }
    }
}
