/**
 * The quality of predictions: metrics, curves and reports, with scikit-learn's definitions.
 *
 * {@snippet :
 * import io.github.panagrad.nn.data.Dataset;
 * import io.github.panagrad.nn.metrics.*;
 *
 * void main() {
 *     Dataset samples = Dataset.of(new double[][] {{1}, {2}, {3}}, new int[] {0, 1, 1});
 *     double[][] probabilities = {{0.2}, {0.9}, {0.4}};
 *     IO.println("ROC AUC " + Metrics.byName("roc_auc").of(probabilities, samples));
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.NullMarked;
