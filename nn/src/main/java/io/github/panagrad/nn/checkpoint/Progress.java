package io.github.panagrad.nn.checkpoint;

/**
 * The progress of a training run between two steps. A value.
 *
 * @param stepsBefore the number of steps that the trainer had completed before this run, where the schedule starts
 * @param steps the total number of completed steps, including {@code stepsBefore}; random numbers and bias corrections
 *     depend on it
 * @param epochs the number of completed epochs
 * @param position the number of samples of the current epoch that were trained on
 * @param loss the sum of the losses of their batches, each multiplied by its number of rows
 * @param correct the number of these samples that were predicted correctly
 * @param seconds the duration of the current epoch so far, in seconds
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
            throw new IllegalArgumentException("inconsistent training progress: stepsBefore " + stepsBefore + ", steps "
                    + steps + ", epochs " + epochs + ", position " + position + ", correct " + correct + ", seconds "
                    + seconds);
        }
    }
}
