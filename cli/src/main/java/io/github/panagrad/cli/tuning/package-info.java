/** The search for options: what is searched, how trials are trained, and what remains of a study. */
@NullMarked
package io.github.panagrad.cli.tuning;

import org.jspecify.annotations.NullMarked;
