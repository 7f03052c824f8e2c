/** Campaigns that try to break the library, run for as long as one likes. */
@NullMarked
package io.github.panagrad.reliability;

import org.jspecify.annotations.NullMarked;
