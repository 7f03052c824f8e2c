/** Times training steps, their matrix products, and predictions. */
@NullMarked
package io.github.panagrad.measure;

import org.jspecify.annotations.NullMarked;
