/** Reports about training runs. */
@NullMarked
package io.github.panagrad.report;

import org.jspecify.annotations.NullMarked;
