/** Ranks and quantiles of numbers with weights. */
@NullMarked
package io.github.panagrad.nn.quantile;

import org.jspecify.annotations.NullMarked;
