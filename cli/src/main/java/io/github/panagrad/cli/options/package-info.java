/** Options that several commands share, and the reading of their values. */
@NullMarked
package io.github.panagrad.cli.options;

import org.jspecify.annotations.NullMarked;
