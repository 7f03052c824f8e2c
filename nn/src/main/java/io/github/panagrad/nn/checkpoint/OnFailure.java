package io.github.panagrad.nn.checkpoint;

/** What becomes of a training whose checkpoint cannot be written. */
public enum OnFailure {
    /** It goes on; the failure is logged and the listeners hear of it. */
    CONTINUE,
    /** It ends with an exception, after the listeners have heard of it. */
    STOP
}
