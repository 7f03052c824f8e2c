/**
 * Panagrad on Apache Spark: estimators for its pipelines, many models at once, and one model on many machines.
 */
@NullMarked
package io.github.panagrad.spark;

import org.jspecify.annotations.NullMarked;
