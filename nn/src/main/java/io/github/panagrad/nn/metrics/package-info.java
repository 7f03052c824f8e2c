/** How good predictions are: figures, curves and whole reports, by scikit-learn's definitions. */
@NullMarked
package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.NullMarked;
