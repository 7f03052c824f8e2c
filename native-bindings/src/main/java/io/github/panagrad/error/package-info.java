/** What all modules throw when the user's input is wrong. In the lowest module, because OpenBLAS may be such an input, too. */
@NullMarked
package io.github.panagrad.error;

import org.jspecify.annotations.NullMarked;
