package io.github.panagrad.nn;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the columns of samples into what the first layer reads: the numbers that are not embedded, then the vectors of each
 * embedding. Threads may share it.
 */
final class EmbeddingLookup {
    private final DType dtype;
    private final List<Run> runs;
    private final int[] columns;
    private final int[] offsets;
    private final Tensor[] tables;

    /** Columns of numbers that follow each other, copied as one. */
    private record Run(int column, int feature, int length) {}

    EmbeddingLookup(NetworkSpec spec, DType dtype, Tensor[] tables) {
        this.dtype = dtype;
        this.tables = tables;
        int[] numbers = spec.input().numbers(spec.inputs());
        runs = runs(numbers);
        columns = new int[tables.length];
        offsets = new int[tables.length];
        int offset = numbers.length;
        for (int e = 0; e < tables.length; e++) {
            columns[e] = spec.input().embeddings().get(e).column();
            offsets[e] = offset;
            offset += spec.input().embeddings().get(e).dimension();
        }
    }

    private static List<Run> runs(int[] numbers) {
        List<Run> runs = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= numbers.length; i++) {
            if (i == numbers.length || numbers[i] != numbers[i - 1] + 1) {
                runs.add(new Run(numbers[from], from, i - from));
                from = i;
            }
        }
        return runs;
    }

    /**
     * Looks up rows.
     *
     * @param samples m x inputs; read
     * @param features m x features; written
     */
    void forward(Tensor samples, Tensor features) {
        MemorySegment from = samples.segment();
        MemorySegment to = features.segment();
        for (int r = 0; r < samples.rows(); r++) {
            long sample = (long) r * samples.stride();
            long feature = (long) r * features.stride();
            for (int i = 0; i < runs.size(); i++) {
                Run run = runs.get(i);
                copy(from, sample + run.column, to, feature + run.feature, run.length);
            }
            for (int e = 0; e < tables.length; e++) {
                Tensor table = tables[e];
                long category = category(from, sample, e);
                copy(table.segment(), category * table.columns(), to, feature + offsets[e], table.columns());
            }
        }
    }

    private void copy(MemorySegment from, long fromElement, MemorySegment to, long toElement, int count) {
        int bytes = dtype.bytes();
        MemorySegment.copy(from, fromElement * bytes, to, toElement * bytes, (long) count * bytes);
    }

    /**
     * Adds up the gradient of some vectors of an embedding, in the order of the rows.
     *
     * @param first the category of the first of them
     * @param samples m x inputs; read
     * @param delta m x features, the gradient with respect to the features; read
     * @param gradient a row for each of them, contiguous; written
     */
    void backward(int embedding, int first, Tensor samples, Tensor delta, Tensor gradient) {
        MemorySegment sums = gradient.segment();
        sums.fill((byte) 0);
        int width = gradient.columns();
        for (int r = 0; r < samples.rows(); r++) {
            int row = category(samples.segment(), (long) r * samples.stride(), embedding) - first;
            if (row >= 0 && row < gradient.rows()) {
                long summand = (long) r * delta.stride() + offsets[embedding];
                add(delta.segment(), summand, sums, (long) row * width, width);
            }
        }
    }

    private void add(MemorySegment summands, long summand, MemorySegment sums, long sum, int count) {
        switch (dtype) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    float value = summands.getAtIndex(ValueLayout.JAVA_FLOAT, summand + i);
                    sums.setAtIndex(
                            ValueLayout.JAVA_FLOAT, sum + i, sums.getAtIndex(ValueLayout.JAVA_FLOAT, sum + i) + value);
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    double value = summands.getAtIndex(ValueLayout.JAVA_DOUBLE, summand + i);
                    sums.setAtIndex(
                            ValueLayout.JAVA_DOUBLE,
                            sum + i,
                            sums.getAtIndex(ValueLayout.JAVA_DOUBLE, sum + i) + value);
                }
            }
        }
    }

    private int category(MemorySegment samples, long sample, int embedding) {
        long element = sample + columns[embedding];
        double value = switch (dtype) {
            case F32 -> samples.getAtIndex(ValueLayout.JAVA_FLOAT, element);
            case F64 -> samples.getAtIndex(ValueLayout.JAVA_DOUBLE, element);
        };
        int category = (int) value;
        if (category != value || category < 0 || category >= tables[embedding].rows()) {
            throw new IllegalArgumentException("column " + columns[embedding] + ": expected a whole number from 0 to "
                    + (tables[embedding].rows() - 1) + ", found " + value);
        }
        return category;
    }
}
