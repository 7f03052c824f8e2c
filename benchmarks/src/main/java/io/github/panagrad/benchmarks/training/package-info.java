/** JMH benchmarks of training and prediction, by the public interface. */
@NullMarked
package io.github.panagrad.benchmarks.training;

import org.jspecify.annotations.NullMarked;
