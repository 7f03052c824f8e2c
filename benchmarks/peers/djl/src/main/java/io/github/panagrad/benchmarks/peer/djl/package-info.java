/** DJL as a peer. */
@NullMarked
package io.github.panagrad.benchmarks.peer.djl;

import org.jspecify.annotations.NullMarked;
