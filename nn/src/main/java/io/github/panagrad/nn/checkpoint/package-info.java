/**
 * Checkpoints, from which training can be resumed: their format, when they are written, and which are kept.
 *
 * {@snippet :
 * import io.github.panagrad.nn.FitOptions;
 * import io.github.panagrad.nn.checkpoint.*;
 *
 * void main() {
 *     Path folder = Path.of("checkpoints");
 *     FitOptions options = FitOptions.none().withCheckpoints(Checkpoints.in(folder, Interval.parse("2epochs")));
 *     // In a process that goes on where another one ended.
 *     FitOptions resumed = CheckpointFile.latest(folder).map(options::resumedFrom).orElse(options);
 *     IO.println(resumed.resume());
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.checkpoint;

import org.jspecify.annotations.NullMarked;
