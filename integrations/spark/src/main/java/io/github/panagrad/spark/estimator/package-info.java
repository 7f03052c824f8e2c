/** What the estimators do: from rows of a data set to a model, and from a model to predictions. */
@NullMarked
package io.github.panagrad.spark.estimator;

import org.jspecify.annotations.NullMarked;
