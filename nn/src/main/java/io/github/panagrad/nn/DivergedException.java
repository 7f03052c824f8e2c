package io.github.panagrad.nn;

/**
 * Thrown when training has diverged: the loss, a parameter or what the optimiser remembers of it is no longer a finite number.
 * The network then has the parameters of the last epoch before, or those of the best one where early stopping restores them;
 * in the first epoch, those that it began with. The state of the trainer's optimiser is of no use any more: train on with
 * another trainer.
 */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DivergedException(int epoch, long step, double learningRate, double loss) {
        this("the loss is " + loss, epoch, step, learningRate);
    }

    /** Says what is not finite, and where training stands. */
    DivergedException(String problem, int epoch, long step, double learningRate) {
        super(problem + " in epoch " + epoch + ", step " + step + ", at a learning rate of " + learningRate
                + ": training has diverged; try a smaller learning rate, or look for extreme values in the data");
    }
}
