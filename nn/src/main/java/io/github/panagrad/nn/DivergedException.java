package io.github.panagrad.nn;

/** Thrown when the loss is no longer a finite number; the parameters are then those after the last step. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DivergedException(int epoch, long step, double learningRate, double loss) {
        super("the loss is " + loss + " in epoch " + epoch + ", step " + step + ", at a learning rate of "
                + learningRate + ": training has diverged; try a smaller learning rate, or look for extreme values in"
                + " the data");
    }
}
