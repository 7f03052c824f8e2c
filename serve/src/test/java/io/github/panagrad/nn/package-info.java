@NullMarked
package io.github.panagrad.nn;

import org.jspecify.annotations.NullMarked;
