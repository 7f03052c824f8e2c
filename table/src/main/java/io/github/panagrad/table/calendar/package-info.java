/** Days as numbers. */
@NullMarked
package io.github.panagrad.table.calendar;

import org.jspecify.annotations.NullMarked;
