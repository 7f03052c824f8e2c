/** Deeplearning4j as a peer. */
@NullMarked
package io.github.panagrad.benchmarks.peer.dl4j;

import org.jspecify.annotations.NullMarked;
