package io.github.panagrad.nn;

import java.nio.file.Path;

/**
 * Where a training run resumes. A value.
 *
 * @param checkpoint the file; see {@link io.github.panagrad.nn.checkpoint.CheckpointFile#latest}
 * @param otherArithmetic whether another backend, library, processor kernel or number of threads is accepted; the result then
 *     differs in its bits from that of an uninterrupted run
 */
public record Resume(Path checkpoint, boolean otherArithmetic) {}
