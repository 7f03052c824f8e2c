package io.github.panagrad.nn.checkpoint;

/**
 * Where a training stands, between two steps. A value.
 *
 * @param stepsBefore the steps that the trainer had done before this training; the schedule begins there
 * @param steps the steps it has done, those included; random numbers and bias corrections follow from it
 * @param epochs the epochs that are done
 * @param position the samples of the epoch under way that were trained on
 * @param loss the sum of their batches' losses, each times its rows
 * @param correct how many of them were predicted right
 * @param seconds the time that the epoch under way took so far
 */
public record Progress(
        long stepsBefore, long steps, int epochs, int position, double loss, long correct, double seconds) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a count is negative, or the steps are fewer than those before
     */
    public Progress {
        if (stepsBefore < 0 || steps < stepsBefore || epochs < 0 || position < 0 || correct < 0 || !(seconds >= 0)) {
            throw new IllegalArgumentException("this is no state of a training: stepsBefore " + stepsBefore + ", steps "
                    + steps + ", epochs " + epochs + ", position " + position + ", correct " + correct + ", seconds "
                    + seconds);
        }
    }
}
