@NullMarked
package io.github.panagrad.json;

import org.jspecify.annotations.NullMarked;
