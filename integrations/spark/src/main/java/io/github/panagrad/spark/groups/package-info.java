/** Groups of rows as tasks: their rows find their way to them, and are learned from or predicted. */
@NullMarked
package io.github.panagrad.spark.groups;

import org.jspecify.annotations.NullMarked;
