/** Smile as a peer. */
@NullMarked
package io.github.panagrad.benchmarks.peer.smile;

import org.jspecify.annotations.NullMarked;
