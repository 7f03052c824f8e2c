/** Tables from JSON lines: an object on each line. */
@NullMarked
package io.github.panagrad.table.json;

import org.jspecify.annotations.NullMarked;
