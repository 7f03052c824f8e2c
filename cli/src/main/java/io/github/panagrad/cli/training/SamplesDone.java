package io.github.panagrad.cli.training;

/**
 * The samples that a training run has processed, counted over all epochs, and how many of them in this process: a resumed
 * training starts somewhere in the middle, and its speed must not count what an earlier process did. Updated by the thread
 * that trains; any thread may read.
 */
public final class SamplesDone {
    private static final long UNKNOWN = -1;

    private final long samplesPerEpoch;
    private final long samplesPerStep;
    private volatile long start = UNKNOWN;
    private volatile long all;

    /**
     * Starts counting.
     *
     * @param samplesPerEpoch the samples of one epoch
     * @param samplesPerStep the samples of a full batch
     */
    public SamplesDone(long samplesPerEpoch, long samplesPerStep) {
        this.samplesPerEpoch = samplesPerEpoch;
        this.samplesPerStep = samplesPerStep;
    }

    /**
     * Counts a step.
     *
     * @param epoch the number of the epoch, from 1
     * @param samples the samples of this epoch so far
     */
    public void afterStep(int epoch, long samples) {
        long before = (epoch - 1) * samplesPerEpoch;
        if (start == UNKNOWN) {
            // The first step of this process began at the end of a full batch.
            start = before + (samples - 1) / samplesPerStep * samplesPerStep;
        }
        all = before + samples;
    }

    /** Returns the samples of all epochs so far. */
    public long all() {
        return all;
    }

    /** Returns the samples that this process did. */
    public long here() {
        return start == UNKNOWN ? 0 : Math.max(0, all - start);
    }
}
