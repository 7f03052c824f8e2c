/** What {@link io.github.panagrad.table.Table#read} and {@link io.github.panagrad.table.Table#of} return. */
@NullMarked
package io.github.panagrad.table.input;

import org.jspecify.annotations.NullMarked;
