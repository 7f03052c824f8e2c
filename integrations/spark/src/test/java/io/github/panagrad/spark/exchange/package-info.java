@NullMarked
package io.github.panagrad.spark.exchange;

import org.jspecify.annotations.NullMarked;
