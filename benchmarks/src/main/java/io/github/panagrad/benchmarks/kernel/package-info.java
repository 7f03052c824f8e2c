/** JMH benchmarks of the kernels. */
@NullMarked
package io.github.panagrad.benchmarks.kernel;

import org.jspecify.annotations.NullMarked;
