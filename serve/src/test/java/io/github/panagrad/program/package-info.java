@NullMarked
package io.github.panagrad.program;

import org.jspecify.annotations.NullMarked;
