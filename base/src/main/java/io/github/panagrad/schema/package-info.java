/** The columns of a table, and how their text is read. */
@NullMarked
package io.github.panagrad.schema;

import org.jspecify.annotations.NullMarked;
