/** Fixtures: the figures that the mathematics must meet, read from the files in {@code golden/} on the class path. */
@NullMarked
package io.github.panagrad.nn.golden;

import org.jspecify.annotations.NullMarked;
