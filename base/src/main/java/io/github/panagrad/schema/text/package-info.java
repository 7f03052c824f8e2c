/** What the text of a cell means: numbers, truth values, missing values. */
@NullMarked
package io.github.panagrad.schema.text;

import org.jspecify.annotations.NullMarked;
