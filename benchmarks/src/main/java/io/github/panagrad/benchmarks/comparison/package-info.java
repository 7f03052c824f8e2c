/** The comparison with other libraries: the same networks on the same data, each library in a process of its own. */
@NullMarked
package io.github.panagrad.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
