package io.github.panagrad.benchmarks.peer;

import java.util.Arrays;

/** Times steps until the time is over; used by one thread. */
public final class StepClock {
    private final int batch;
    private final long startNanos;
    private final long endNanos;
    private long lastNanos;
    private long[] durationsNanos = new long[1024];
    private int steps;

    /** Starts. */
    public StepClock(int batch, double seconds) {
        this.batch = batch;
        startNanos = System.nanoTime();
        lastNanos = startNanos;
        endNanos = startNanos + (long) (seconds * 1e9);
    }

    /** Counts a step that was just done; returns whether there is time for another. */
    public boolean done() {
        long now = System.nanoTime();
        if (steps == durationsNanos.length) {
            durationsNanos = Arrays.copyOf(durationsNanos, 2 * steps);
        }
        durationsNanos[steps] = now - lastNanos;
        steps++;
        lastNanos = now;
        return now < endNanos;
    }

    /** Returns the samples of all steps by the time they took. */
    public double samplesPerSecond() {
        return (double) steps * batch / ((lastNanos - startNanos) * 1e-9);
    }

    /** Returns the median time of a step in microseconds. */
    public double medianStepMicros() {
        long[] sorted = Arrays.copyOf(durationsNanos, steps);
        Arrays.sort(sorted);
        return sorted[steps / 2] * 1e-3;
    }
}
