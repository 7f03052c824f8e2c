/** The memory that training needs, and how much is available. */
@NullMarked
package io.github.panagrad.cli.memory;

import org.jspecify.annotations.NullMarked;
