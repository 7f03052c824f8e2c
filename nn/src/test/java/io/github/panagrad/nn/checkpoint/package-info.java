@NullMarked
package io.github.panagrad.nn.checkpoint;

import org.jspecify.annotations.NullMarked;
