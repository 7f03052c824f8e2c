/** What is common to all of the library: its version. */
@NullMarked
package io.github.panagrad;

import org.jspecify.annotations.NullMarked;
