/**
 * Passes over elements on the Vector API: the only package that imports {@code jdk.incubator.vector}.
 *
 * <p>Each kernel exists twice, for float and for double, because one kernel generic over the species runs 20 to 50
 * times slower once both types were used. It is written once, for float, in {@code src/kernels/java}; both classes are
 * generated from that, see {@code docs/kernels.md}.
 *
 * <p>Results do not depend on whether code is interpreted or compiled: only exactly rounded operations and bit
 * operations are used (no {@code lanewise(EXP)}, no {@code reduceLanes} of sums), and the tail of an
 * array goes through the same operations, under a mask or one by one.
 *
 * <p>No method takes or returns a register or a mask; loops call the JDK's methods directly. The compiler is made to
 * inline the JDK's, but ours only as long as its graph has fewer than 18,000 nodes, of which an operation takes 400 and
 * an access under a mask 3,000. A register that crosses a remaining call is copied to the heap each time, and makes
 * the loop five to ten times slower. For the same reason there is one loop per activation and no choice within loops.
 */
@NullMarked
package io.github.panagrad.tensor.kernel.vector;

import org.jspecify.annotations.NullMarked;
