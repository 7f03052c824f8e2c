/** The exception that all modules throw for wrong user input. In the lowest module, because OpenBLAS may be such an input, too. */
@NullMarked
package io.github.panagrad.error;

import org.jspecify.annotations.NullMarked;
