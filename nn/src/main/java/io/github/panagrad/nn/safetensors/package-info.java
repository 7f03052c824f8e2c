/**
 * Reading and writing files in the safetensors format, independent of their content.
 *
 * <p>A file is an unsigned 64-bit little-endian number, the length of the header; the header, a JSON object with the
 * type, shape and position of every tensor; and the tensors in row-major order, little-endian, without gaps. The format
 * is described in the README of <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a> and in
 * a JSON schema next to it.
 *
 * <p>Files are untrusted input, so everything is checked before it is used. Where the description, the schema and the
 * reference implementation disagree, the strictest rule applies: a header must begin with a brace, no key may occur
 * twice, and a tensor may only have the three known keys, because an unknown key could change the meaning of the
 * numbers.
 *
 * {@snippet :
 * import io.github.panagrad.nn.*;
 * import io.github.panagrad.nn.safetensors.SafetensorsFile;
 * import io.github.panagrad.tensor.Activation;
 *
 * void main() throws IOException {
 *     NetworkSpec spec = NetworkSpec.inputs(3).dense(4, Activation.relu()).output(1, Loss.meanSquaredError());
 *     Path path = Path.of("small.safetensors");
 *     try (Network network = Network.create(spec, 1)) {
 *         ModelFile.save(path, network, Map.of());
 *     }
 *     try (SafetensorsFile file = SafetensorsFile.open(path)) {
 *         file.tensors().forEach((name, tensor) -> IO.println(name + " " + tensor.shape()));
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.safetensors;

import org.jspecify.annotations.NullMarked;
