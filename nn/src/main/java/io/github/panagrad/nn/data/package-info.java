/** Data sets: rows of features with targets, read from files or generated. */
@NullMarked
package io.github.panagrad.nn.data;

import org.jspecify.annotations.NullMarked;
