/** What activations and schedules look like: computed by the library itself, and drawn. */
@NullMarked
package io.github.panagrad.benchmarks.curves;

import org.jspecify.annotations.NullMarked;
