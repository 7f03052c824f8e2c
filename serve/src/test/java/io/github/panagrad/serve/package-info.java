@NullMarked
package io.github.panagrad.serve;

import org.jspecify.annotations.NullMarked;
