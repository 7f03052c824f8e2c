/**
 * Preprocessing as it was fitted to training rows and is stored with a model, and predictions in the target's terms.
 *
 * {@snippet :
 * import io.github.panagrad.pipeline.*;
 *
 * void main() {
 *     PipelineConfig config = PipelineConfig.defaults()
 *             .withScaling(Scaling.QUANTILE_NORMAL)
 *             .withTask(Task.REGRESSION);
 *     IO.println(config.scaling());
 * }
 * }
 */
@NullMarked
package io.github.panagrad.pipeline;

import org.jspecify.annotations.NullMarked;
