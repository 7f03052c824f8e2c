/** Tables from CSV files. */
@NullMarked
package io.github.panagrad.table.csv;

import org.jspecify.annotations.NullMarked;
