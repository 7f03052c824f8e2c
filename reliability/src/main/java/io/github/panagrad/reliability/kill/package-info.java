/** Trainings killed at random moments and resumed. */
@NullMarked
package io.github.panagrad.reliability.kill;

import org.jspecify.annotations.NullMarked;
