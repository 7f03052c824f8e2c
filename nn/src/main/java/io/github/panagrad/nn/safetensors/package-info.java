/**
 * Reading and writing files in the safetensors format, whatever they hold.
 *
 * <p>A file is an unsigned 64-bit little-endian number, the length of the header; the header, a JSON object that gives
 * every tensor's type, shape and place; and the tensors, row by row, little-endian, without a gap. The format is
 * described in the README of <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>, with a
 * JSON schema beside it.
 *
 * <p>What is read comes from anywhere, so everything is checked before any of it is used. Where the description, the
 * schema and the reference implementation disagree, the strictest counts: a header must begin with a brace, no key may
 * appear twice, and a tensor has no keys but the three that are known, because a key that is not understood could
 * change what the numbers mean.
 */
@NullMarked
package io.github.panagrad.nn.safetensors;

import org.jspecify.annotations.NullMarked;
