/** The evidence of a training. */
@NullMarked
package io.github.panagrad.report;

import org.jspecify.annotations.NullMarked;
