/** What files of tables have in common, whatever their format. */
@NullMarked
package io.github.panagrad.table.source;

import org.jspecify.annotations.NullMarked;
