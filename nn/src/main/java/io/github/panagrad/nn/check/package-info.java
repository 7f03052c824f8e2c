/** Gradients compared with finite differences and with the reference network, for every kind of network. */
@NullMarked
package io.github.panagrad.nn.check;

import org.jspecify.annotations.NullMarked;
