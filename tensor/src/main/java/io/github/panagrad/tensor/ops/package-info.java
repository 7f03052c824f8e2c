/** Operations on tensors that check their arguments once and call a kernel; {@code Kernels} leads to all. Exported to Panagrad's own modules only. */
@NullMarked
package io.github.panagrad.tensor.ops;

import org.jspecify.annotations.NullMarked;
