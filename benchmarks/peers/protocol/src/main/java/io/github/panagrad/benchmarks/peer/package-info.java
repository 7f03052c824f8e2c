/**
 * How a peer on the JVM talks with the comparison; the same as {@code peers/python/peer.py}. These sources are part of
 * each peer's project, because the peers' class paths have nothing else in common.
 */
@NullMarked
package io.github.panagrad.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
