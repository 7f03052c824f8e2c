/**
 * Optimisers, learning-rate schedules, regularisers and gradient clipping: values with their hyper-parameters.
 *
 * {@snippet :
 * import io.github.panagrad.nn.TrainingConfig;
 * import io.github.panagrad.nn.optim.*;
 *
 * void main() {
 *     TrainingConfig config = TrainingConfig.defaults()
 *             .withOptimizer(Optimizer.choices().parse("adamw:weight-decay=0.01"))
 *             .withSchedule(Schedule.parse("warmup:5/cosine", Map.of("initial", 0.002, "period", 50)))
 *             .withEpochs(50);
 *     IO.println(Schedule.format(config.optimization().schedule()));
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.optim;

import org.jspecify.annotations.NullMarked;
