/** Storage for the values of a table, while it is read and afterwards: blocks of rows, column by column. */
@NullMarked
package io.github.panagrad.table.store;

import org.jspecify.annotations.NullMarked;
