/** A table and a training as they travel to executors, and models as they come back. */
@NullMarked
package io.github.panagrad.spark.tasks;

import org.jspecify.annotations.NullMarked;
