package io.github.panagrad.nn;

/** How a training ended. */
public enum Ending {
    /** All epochs were completed. */
    COMPLETED,
    /** The watched metric stopped improving; see {@link EarlyStopping}. */
    EARLY_STOPPED,
    /** A stop was requested; see {@link Trainer#requestStop}. */
    STOP_REQUESTED,
    /** The time was over; see {@link FitOptions#withTimeLimit}. */
    TIME_LIMIT,
    /** The optimiser had nothing more to do; see {@link io.github.panagrad.nn.optim.Lbfgs}. */
    CONVERGED
}
