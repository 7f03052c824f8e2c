/** Preprocessing as it was fitted to training rows and is stored with a model, and predictions in the target's terms. */
@NullMarked
package io.github.panagrad.pipeline;

import org.jspecify.annotations.NullMarked;
