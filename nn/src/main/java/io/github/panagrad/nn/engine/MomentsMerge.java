package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.data.RowParts;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The mean and the variance of each column over all parts of a batch, and on the way back the sums of its gradients. Each part has
 * its own, and these are put together in the order of the parts, in double precision: moments as in Chan, Golub and LeVeque,
 * "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979).
 */
final class MomentsMerge implements PartMerge {
    private final NormalizationMemory memory;
    private final StepPlan plan;
    private final PartGather gather;
    private final PartGather.Board board;
    private final int units;
    private final int own;

    /** For each part of the batch, how many rows it has. */
    private final double[] rows;

    private final double batchRows;
    private final double[] first;
    private final double[] second;

    /** Allocates what is told; the arrays are a few numbers for each unit. */
    MomentsMerge(NormalizationMemory memory, StepPlan plan, PartGather gather) {
        this.memory = memory;
        this.plan = plan;
        this.gather = gather;
        units = memory.mean().columns();
        own = plan.parts().size();
        int count = plan.batchParts().count();
        rows = new double[count];
        for (int p = 0; p < count; p++) {
            rows[p] = RowParts.firstRow(plan.batchRows(), p + 1, count) - RowParts.firstRow(plan.batchRows(), p, count);
        }
        batchRows = plan.batchRows();
        first = new double[units];
        second = new double[units];
        board = gather.board(2L * own * units * Double.BYTES);
    }

    @Override
    public void mergeForward() {
        share();
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        double before = 0;
        for (int p = 0; p < rows.length; p++) {
            if (rows[p] > 0) {
                add(p, before);
                before += rows[p];
            }
        }
        for (int u = 0; u < units; u++) {
            memory.mean().set(0, u, first[u]);
            memory.variance().set(0, u, second[u] / batchRows);
        }
    }

    private void add(int part, double before) {
        double total = before + rows[part];
        for (int u = 0; u < units; u++) {
            double apart = number(part, 0, u) - first[u];
            first[u] += apart * rows[part] / total;
            second[u] += number(part, 1, u) * rows[part] + apart * apart * before * rows[part] / total;
        }
    }

    @Override
    public void mergeBackward() {
        share();
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        for (int p = 0; p < rows.length; p++) {
            if (rows[p] > 0) {
                for (int u = 0; u < units; u++) {
                    first[u] += number(p, 0, u);
                    second[u] += number(p, 1, u);
                }
            }
        }
        Tensor shift = memory.shiftTotals();
        Tensor scale = memory.scaleTotals();
        if (shift == null || scale == null) {
            throw new IllegalStateException("a batch that is in one part has no sums over parts");
        }
        for (int p = 0; p < own; p++) {
            // The kernel divides by the rows of the part.
            double share = plan.parts().get(p).rows().rows() / batchRows;
            for (int u = 0; u < units; u++) {
                shift.set(p, u, first[u] * share);
                scale.set(p, u, second[u] * share);
            }
        }
    }

    private void share() {
        for (int p = 0; p < own; p++) {
            for (int u = 0; u < units; u++) {
                put(p, 0, u, memory.shiftGradients().get(p, u));
                put(p, 1, u, memory.scaleGradients().get(p, u));
            }
        }
        gather.share(board);
    }

    private void put(int part, int which, int unit, double value) {
        board.mine().setAtIndex(ValueLayout.JAVA_DOUBLE, index(part, which, unit), value);
    }

    private double number(int part, int which, int unit) {
        MemorySegment all = board.all();
        return all.getAtIndex(ValueLayout.JAVA_DOUBLE, index(part, which, unit));
    }

    private long index(int part, int which, int unit) {
        return (2L * part + which) * units + unit;
    }
}
