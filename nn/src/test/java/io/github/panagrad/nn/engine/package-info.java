/** Tests of the engine. */
@NullMarked
package io.github.panagrad.nn.engine;

import org.jspecify.annotations.NullMarked;
