/**
 * Models as ONNX files, with the preprocessing of a table in the graph.
 *
 * {@snippet :
 * import io.github.panagrad.onnx.*;
 *
 * void main() throws IOException {
 *     OnnxExport.convert(Path.of("income.safetensors"), Path.of("income.onnx"), OnnxInputs.COLUMNS);
 *     IO.println(Files.size(Path.of("income.onnx")) > 1000);
 * }
 * }
 */
@NullMarked
package io.github.panagrad.onnx;

import org.jspecify.annotations.NullMarked;
