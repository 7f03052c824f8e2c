package io.github.panagrad.report;

/**
 * A use of memory, in bytes; negative for what is not known.
 *
 * @param name what for, such as {@code optimiser state}
 * @param planned what the plan said before the training
 * @param found what was measured
 */
public record MemoryLine(String name, long planned, long found) {}
