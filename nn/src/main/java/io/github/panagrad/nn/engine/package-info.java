/** The engine of training and inference: what a step does, and how it is divided. Not exported. */
@NullMarked
package io.github.panagrad.nn.engine;

import org.jspecify.annotations.NullMarked;
