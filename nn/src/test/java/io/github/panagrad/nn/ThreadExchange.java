package io.github.panagrad.nn;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Workers that are threads of one process: the simplest exchange that does what the interface says. */
final class ThreadExchange implements GradientExchange {
    private static final long SECONDS = 60;

    private final Meeting meeting;
    private final int worker;
    private final List<Tensor> begun = new ArrayList<>();

    /** What the workers share. */
    private static final class Meeting {
        final CyclicBarrier barrier;
        final Object[] said;

        Meeting(int workers) {
            barrier = new CyclicBarrier(workers);
            said = new Object[workers];
        }
    }

    private ThreadExchange(Meeting meeting, int worker) {
        this.meeting = meeting;
        this.worker = worker;
    }

    static List<GradientExchange> of(int workers) {
        Meeting meeting = new Meeting(workers);
        List<GradientExchange> all = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            all.add(new ThreadExchange(meeting, w));
        }
        return all;
    }

    @Override
    public int workers() {
        return meeting.said.length;
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public void beginSum(Tensor values) {
        begun.add(values);
    }

    @Override
    public void awaitSums() {
        for (Tensor values : begun) {
            Object[] all = told(values.toArray());
            double[][] sum = sum(all, 0, all.length, values.dtype());
            for (int r = 0; r < sum.length; r++) {
                for (int c = 0; c < sum[r].length; c++) {
                    values.set(r, c, sum[r][c]);
                }
            }
        }
        begun.clear();
    }

    private static double[][] sum(Object[] all, int from, int to, DType dtype) {
        if (to - from == 1) {
            return (double[][]) all[from];
        }
        double[][] left = sum(all, from, (from + to) / 2, dtype);
        double[][] right = sum(all, (from + to) / 2, to, dtype);
        double[][] sum = new double[left.length][left.length == 0 ? 0 : left[0].length];
        for (int r = 0; r < sum.length; r++) {
            for (int c = 0; c < sum[r].length; c++) {
                sum[r][c] = dtype == DType.F32 ? (float) left[r][c] + (float) right[r][c] : left[r][c] + right[r][c];
            }
        }
        return sum;
    }

    @Override
    public void gather(MemorySegment mine, MemorySegment all) {
        Object[] told = told(mine.toArray(ValueLayout.JAVA_BYTE));
        long at = 0;
        for (Object bytes : told) {
            MemorySegment one = MemorySegment.ofArray((byte[]) bytes);
            MemorySegment.copy(one, 0, all, at, one.byteSize());
            at += one.byteSize();
        }
    }

    private Object[] told(Object mine) {
        meeting.said[worker] = mine;
        meet();
        Object[] all = meeting.said.clone();
        meet();
        return all;
    }

    private void meet() {
        try {
            meeting.barrier.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new ExchangeException("worker " + worker + " waited in vain", e);
        }
    }

    @Override
    public void close() {
        meeting.barrier.reset();
    }
}
