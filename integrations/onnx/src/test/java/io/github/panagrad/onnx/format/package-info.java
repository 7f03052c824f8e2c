@NullMarked
package io.github.panagrad.onnx.format;

import org.jspecify.annotations.NullMarked;
