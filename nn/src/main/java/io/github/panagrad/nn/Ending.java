package io.github.panagrad.nn;

/** How a training ended. */
public enum Ending {
    /** All epochs were done. */
    COMPLETED,
    /** What was watched no longer got better; see {@link EarlyStopping}. */
    EARLY_STOPPED,
    /** Somebody asked for it; see {@link Trainer#requestStop}. */
    STOP_REQUESTED,
    /** The optimiser found nothing more to do; see {@link io.github.panagrad.nn.optim.Lbfgs}. */
    CONVERGED
}
