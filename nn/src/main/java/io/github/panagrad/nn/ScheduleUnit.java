package io.github.panagrad.nn;

/** What a schedule counts. */
public enum ScheduleUnit {
    /** Epochs: the rate is the same for all steps of an epoch. */
    EPOCH,
    /** Steps, that is, batches, from the first of a training run. */
    STEP;

    /** Returns the name used on the command line and in reports: {@code epoch} or {@code step}. */
    public String label() {
        return this == EPOCH ? "epoch" : "step";
    }
}
