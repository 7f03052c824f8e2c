/**
 * Passes over elements on the Vector API: the only package that imports {@code jdk.incubator.vector}.
 *
 * <p>Each kernel exists twice, for float and for double, because one kernel generic over the species runs 20 to 50
 * times slower once both types were used. The {@code F64} file is the {@code F32} file with the types exchanged, and a
 * test holds them together.
 *
 * <p>Results do not depend on whether code is interpreted or compiled: only exactly rounded operations and bit
 * operations are used (no {@code lanewise(EXP)}, no {@code reduceLanes} of sums), and what stands at the end of an
 * array goes through the same operations under a mask.
 */
@NullMarked
package io.github.panagrad.tensor.kernel.vector;

import org.jspecify.annotations.NullMarked;
