/** Ensembles of networks that were each trained without one part of the samples, and how much each kind of network counts. */
@NullMarked
package io.github.panagrad.nn.ensemble;

import org.jspecify.annotations.NullMarked;
