/** Compares models with their ONNX files, by the ONNX Runtime, which may be absent. */
@NullMarked
package io.github.panagrad.cli.onnx;

import org.jspecify.annotations.NullMarked;
