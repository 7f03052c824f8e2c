@NullMarked
package io.github.panagrad.nn.quantile;

import org.jspecify.annotations.NullMarked;
