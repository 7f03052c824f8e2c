package io.github.panagrad.tensor.kernel;

/** What a loss kernel adds up over the rows it is given; one per worker, not shared by threads. */
public final class LossSum {
    /** The sum of the loss over rows and columns, before any averaging. */
    public double loss;

    /** The rows whose prediction is right. */
    public long correct;

    /** Makes two sums of zero. */
    public LossSum() {}

    /** Sets both sums to zero. */
    public void clear() {
        loss = 0;
        correct = 0;
    }
}
