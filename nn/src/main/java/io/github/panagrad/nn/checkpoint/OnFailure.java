package io.github.panagrad.nn.checkpoint;

/** What to do when a checkpoint cannot be written. */
public enum OnFailure {
    /** Training continues; the failure is logged and reported to the listeners. */
    CONTINUE,
    /** Training ends with an exception, after the failure was reported to the listeners. */
    STOP
}
