@NullMarked
package io.github.panagrad.table.input;

import org.jspecify.annotations.NullMarked;
