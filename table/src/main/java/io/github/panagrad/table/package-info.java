/** Tables of mixed columns, and the preprocessing that travels with a model. */
@NullMarked
package io.github.panagrad.table;

import org.jspecify.annotations.NullMarked;
