/** Days as numbers. */
@NullMarked
package io.github.panagrad.schema.calendar;

import org.jspecify.annotations.NullMarked;
