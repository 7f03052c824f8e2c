/**
 * The exception of all modules for wrong user input, and how its message quotes text from outside. In the lowest module, because
 * every other may find input wrong.
 */
@NullMarked
package io.github.panagrad.error;

import org.jspecify.annotations.NullMarked;
