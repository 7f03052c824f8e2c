/** What is measured: JMH benchmarks in the packages below, and the networks that they share with the comparison. */
@NullMarked
package io.github.panagrad.benchmarks;

import org.jspecify.annotations.NullMarked;
