/** Models as ONNX files, with the preprocessing of a table in the graph. */
@NullMarked
package io.github.panagrad.onnx;

import org.jspecify.annotations.NullMarked;
