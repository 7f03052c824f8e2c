package io.github.panagrad.benchmarks.scaling;

/** What came of one configuration. */
sealed interface Point {
    /** Returns what was to be measured. */
    Configuration configuration();

    /** It was measured. */
    record Measured(Configuration configuration, Figures figures) implements Point {}

    /** It could not be measured. */
    record Failed(Configuration configuration, String reason) implements Point {}
}
