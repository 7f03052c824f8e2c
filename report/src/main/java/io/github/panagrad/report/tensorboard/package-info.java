/** The format of TensorBoard's event files. */
@NullMarked
package io.github.panagrad.report.tensorboard;

import org.jspecify.annotations.NullMarked;
