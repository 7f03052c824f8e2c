/** Serving of trained models, without what trains them. */
@NullMarked
package io.github.panagrad.serve;

import org.jspecify.annotations.NullMarked;
