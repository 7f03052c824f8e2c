package io.github.panagrad.nn;

import java.nio.file.Path;

/**
 * Where a training run resumes. A value.
 *
 * @param checkpoint the file; see {@link io.github.panagrad.nn.checkpoint.CheckpointFile#latest}
 * @param otherArithmetic whether another backend, vector size or number of threads is accepted; the result then has other
 *     bits than that of a training that was never stopped. Another OpenBLAS is always accepted, with a warning
 */
public record Resume(Path checkpoint, boolean otherArithmetic) {}
