/** Networks at inference, as loops over arrays. */
@NullMarked
package io.github.panagrad.serve.network;

import org.jspecify.annotations.NullMarked;
