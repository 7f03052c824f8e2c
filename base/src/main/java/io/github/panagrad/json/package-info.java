/** A small reader of JSON, for Panagrad's own modules. */
@NullMarked
package io.github.panagrad.json;

import org.jspecify.annotations.NullMarked;
