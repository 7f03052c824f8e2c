package io.github.panagrad.spark.exchange;

import io.github.panagrad.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds one piece of all workers in the order that {@link io.github.panagrad.nn.exchange.GradientExchange#beginSum} documents. For one thread.
 *
 * <p>The numbers take the way through arrays, which stay in the first-level cache: loops over arrays become vector instructions
 * whatever else the JVM has compiled, loops over two off-heap segments do not.
 */
final class TreeSum {
    private static final int BLOCK = 2048;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    /** {@code target = left + right}, by the workers' numbers. */
    private record Step(int target, int left, int right) {}

    private final Step[] steps;
    private final float[] floats = new float[BLOCK];
    private final float[] moreFloats = new float[BLOCK];
    private final double[] doubles = new double[BLOCK];
    private final double[] moreDoubles = new double[BLOCK];

    /** Makes the order for one worker, whose memory takes the sum. */
    TreeSum(int worker, int workers) {
        List<Step> order = new ArrayList<>();
        add(0, workers, order);
        Step last = order.removeLast();
        order.add(new Step(worker, last.left, last.right));
        steps = order.toArray(Step[]::new);
    }

    /** Adds the sum of a range of workers, which is then in the first one's memory. */
    private static int add(int from, int to, List<Step> order) {
        if (to - from == 1) {
            return from;
        }
        int middle = (from + to) / 2;
        int left = add(from, middle, order);
        int right = add(middle, to, order);
        order.add(new Step(left, left, right));
        return left;
    }

    /**
     * Adds.
     *
     * @param pieces of each worker; read and written
     * @param starts where each piece begins, in bytes
     */
    void add(DType dtype, MemorySegment[] pieces, long[] starts, int bytes) {
        for (Step step : steps) {
            MemorySegment target = pieces[step.target];
            MemorySegment left = pieces[step.left];
            MemorySegment right = pieces[step.right];
            long targetAt = starts[step.target];
            long leftAt = starts[step.left];
            long rightAt = starts[step.right];
            if (dtype == DType.F32) {
                addFloats(target, targetAt, left, leftAt, right, rightAt, bytes / Float.BYTES);
            } else {
                addDoubles(target, targetAt, left, leftAt, right, rightAt, bytes / Double.BYTES);
            }
        }
    }

    private void addFloats(
            MemorySegment target,
            long targetAt,
            MemorySegment left,
            long leftAt,
            MemorySegment right,
            long rightAt,
            int n) {
        float[] x = floats;
        float[] y = moreFloats;
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            long at = (long) from * Float.BYTES;
            MemorySegment.copy(left, FLOAT, leftAt + at, x, 0, count);
            MemorySegment.copy(right, FLOAT, rightAt + at, y, 0, count);
            for (int i = 0; i < count; i++) {
                x[i] += y[i];
            }
            MemorySegment.copy(x, 0, target, FLOAT, targetAt + at, count);
        }
    }

    private void addDoubles(
            MemorySegment target,
            long targetAt,
            MemorySegment left,
            long leftAt,
            MemorySegment right,
            long rightAt,
            int n) {
        double[] x = doubles;
        double[] y = moreDoubles;
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            long at = (long) from * Double.BYTES;
            MemorySegment.copy(left, DOUBLE, leftAt + at, x, 0, count);
            MemorySegment.copy(right, DOUBLE, rightAt + at, y, 0, count);
            for (int i = 0; i < count; i++) {
                x[i] += y[i];
            }
            MemorySegment.copy(x, 0, target, DOUBLE, targetAt + at, count);
        }
    }
}
