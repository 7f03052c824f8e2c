/**
 * The exception of all modules for wrong user input, and how its message quotes text from outside. In the lowest module, because
 * every other may find input wrong.
 *
 * {@snippet :
 * import io.github.panagrad.error.InvalidInputException;
 * import io.github.panagrad.nn.ModelFile;
 *
 * void main() {
 *     try {
 *         ModelFile.inspect(Path.of("none.safetensors"));
 *     } catch (InvalidInputException e) {
 *         IO.println("for the user: " + e.getMessage());
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.error;

import org.jspecify.annotations.NullMarked;
