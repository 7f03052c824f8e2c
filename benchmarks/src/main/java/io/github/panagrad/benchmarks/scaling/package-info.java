/** How the time of a training step grows: measured with {@code panagrad bench}, and drawn. */
@NullMarked
package io.github.panagrad.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
