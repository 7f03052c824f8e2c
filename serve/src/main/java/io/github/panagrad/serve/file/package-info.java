/** Reads model files: safetensors with a description of the networks. */
@NullMarked
package io.github.panagrad.serve.file;

import org.jspecify.annotations.NullMarked;
