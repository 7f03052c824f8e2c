package io.github.panagrad.benchmarks.quality;

/**
 * One training to be scored.
 *
 * @param table its name
 * @param split which rows are the test set, as a number in a file's name
 * @param method the name of a set of options
 */
record Job(String table, String split, String method) {}
