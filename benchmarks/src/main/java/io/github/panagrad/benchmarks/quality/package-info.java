/** How good models of tables are: presets on a folder of tables, compared with what other methods reach on the same splits. */
@NullMarked
package io.github.panagrad.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
