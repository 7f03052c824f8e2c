@NullMarked
package io.github.panagrad.onnx;

import org.jspecify.annotations.NullMarked;
