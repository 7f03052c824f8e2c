/** What is measured, JMH benchmarks and whole processes, in the packages below; and here what those share. */
@NullMarked
package io.github.panagrad.benchmarks;

import org.jspecify.annotations.NullMarked;
