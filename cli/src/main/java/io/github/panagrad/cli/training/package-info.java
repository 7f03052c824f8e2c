/** A training run: what the options request, what it prints and writes while it trains, and its report. */
@NullMarked
package io.github.panagrad.cli.training;

import org.jspecify.annotations.NullMarked;
