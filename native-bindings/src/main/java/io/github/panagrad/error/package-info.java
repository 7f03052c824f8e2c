/**
 * The exception of all modules for wrong user input, and how its message quotes text from outside. In the lowest module, because
 * OpenBLAS may be such input, too.
 */
@NullMarked
package io.github.panagrad.error;

import org.jspecify.annotations.NullMarked;
