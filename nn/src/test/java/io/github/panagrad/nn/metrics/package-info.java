@NullMarked
package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.NullMarked;
