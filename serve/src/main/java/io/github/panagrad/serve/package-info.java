/**
 * Serving of trained models, without what trains them.
 *
 * {@snippet :
 * import io.github.panagrad.pipeline.Prediction;
 * import io.github.panagrad.serve.ServedModel;
 *
 * void main() {
 *     ServedModel model = ServedModel.load(Path.of("income.safetensors"));
 *     Prediction prediction = model.predict(Map.of("age", 52, "education", "Masters", "hours", 45));
 *     IO.println(prediction);
 * }
 * }
 */
@NullMarked
package io.github.panagrad.serve;

import org.jspecify.annotations.NullMarked;
