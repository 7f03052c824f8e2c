/** Studies that search hyper-parameters: what is tried next, and what came of it. */
@NullMarked
package io.github.panagrad.tune;

import org.jspecify.annotations.NullMarked;
