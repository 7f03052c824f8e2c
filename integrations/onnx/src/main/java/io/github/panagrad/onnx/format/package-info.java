/** The ONNX format: a graph under construction, and its bytes. Knows no networks. */
@NullMarked
package io.github.panagrad.onnx.format;

import org.jspecify.annotations.NullMarked;
