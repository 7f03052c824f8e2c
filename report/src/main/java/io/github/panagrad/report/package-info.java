/** Reports about a training. */
@NullMarked
package io.github.panagrad.report;

import org.jspecify.annotations.NullMarked;
