package io.github.panagrad.nn.engine;

import org.jspecify.annotations.Nullable;

/**
 * The state of an {@link LbfgsMinimizer} between two iterations, from which another one can continue with the same
 * bits. Arrays are not copied and must not be modified.
 *
 * @param point the best point so far
 * @param gradient the gradient at that point, of the same length
 * @param value the value at that point
 * @param stepLength the step length of the last iteration
 * @param iterations the number of completed iterations
 * @param evaluations the number of evaluations
 * @param stop the reason for stopping, or null
 * @param pointChanges s, the stored changes of the point, oldest first
 * @param gradientChanges y, the corresponding changes of the gradient
 * @param curvatures ρ, one for each change
 */
@SuppressWarnings("ArrayRecordComponent") // large, and handed over to be written or read at once
public record LbfgsState(
        double[] point,
        double[] gradient,
        double value,
        double stepLength,
        int iterations,
        int evaluations,
        LbfgsMinimizer.@Nullable Stop stop,
        double[][] pointChanges,
        double[][] gradientChanges,
        double[] curvatures) {
    /** Checks the lengths. */
    public LbfgsState {
        if (gradient.length != point.length
                || gradientChanges.length != pointChanges.length
                || curvatures.length != pointChanges.length) {
            throw new IllegalArgumentException("lengths differ: " + point.length + " and " + gradient.length
                    + " numbers, " + pointChanges.length + ", " + gradientChanges.length + " and " + curvatures.length
                    + " changes");
        }
        for (int k = 0; k < pointChanges.length; k++) {
            if (pointChanges[k].length != point.length || gradientChanges[k].length != point.length) {
                throw new IllegalArgumentException("change " + k + " differs in length from the point");
            }
        }
    }
}
