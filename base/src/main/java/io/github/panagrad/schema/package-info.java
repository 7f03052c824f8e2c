/**
 * The columns of a table, and how their text is read.
 *
 * {@snippet :
 * import io.github.panagrad.schema.*;
 *
 * void main() {
 *     DateForm form = DateForm.of("d.M.yyyy");
 *     String text = "5.3.2024";
 *     IO.println(form.seconds(text.toCharArray(), 0, text.length()) + " seconds since 1970");
 * }
 * }
 */
@NullMarked
package io.github.panagrad.schema;

import org.jspecify.annotations.NullMarked;
