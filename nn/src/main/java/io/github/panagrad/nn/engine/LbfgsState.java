package io.github.panagrad.nn.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where an {@link LbfgsMinimizer} stands between two iterations; another one goes on from there with the same bits. Arrays are
 * neither copied nor to be modified.
 *
 * @param point the best point so far
 * @param gradient the gradient there, of the same length
 * @param value the value there
 * @param stepLength the last iteration's step
 * @param iterations the iterations done
 * @param evaluations the evaluations done
 * @param stop why it stopped, or null
 * @param pointChanges s, the remembered changes of the point, the oldest first
 * @param gradientChanges y, as many changes of the gradient
 * @param curvatures ρ, as many numbers
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
            throw new IllegalArgumentException("lengths that differ: " + point.length + " and " + gradient.length
                    + " numbers, " + pointChanges.length + ", " + gradientChanges.length + " and " + curvatures.length
                    + " changes");
        }
        for (int k = 0; k < pointChanges.length; k++) {
            if (pointChanges[k].length != point.length || gradientChanges[k].length != point.length) {
                throw new IllegalArgumentException("change " + k + " has another length than the point");
            }
        }
    }
}
