/** The quality of predictions: metrics, curves and reports, with scikit-learn's definitions. */
@NullMarked
package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.NullMarked;
