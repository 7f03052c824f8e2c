@NullMarked
package io.github.panagrad.table;

import org.jspecify.annotations.NullMarked;
