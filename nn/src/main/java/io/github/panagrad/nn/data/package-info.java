/**
 * Data sets: rows of features with targets, from arrays, read from files or generated; divided at random, by class or into folds.
 *
 * {@snippet :
 * import io.github.panagrad.nn.data.*;
 *
 * void main() {
 *     byte[][] images = {{0, 127, (byte) 255}, {1, 2, 3}, {9, 8, 7}, {4, 4, 4}};
 *     Dataset samples = Dataset.ofBytes(images, 1.0 / 255, new int[] {0, 1, 1, 0});
 *     Dataset.Split parts = Splits.stratified(samples, 0.5, 1);
 *     IO.println(parts.training().size() + " to learn from, " + parts.validation().size() + " held back");
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.data;

import org.jspecify.annotations.NullMarked;
