/** Layers, losses, optimisers, training, gradient check and model files. */
@NullMarked
package io.github.panagrad.nn;

import org.jspecify.annotations.NullMarked;
