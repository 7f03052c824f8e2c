/** Where warnings go, for Panagrad's own modules. */
@NullMarked
package io.github.panagrad.log;

import org.jspecify.annotations.NullMarked;
