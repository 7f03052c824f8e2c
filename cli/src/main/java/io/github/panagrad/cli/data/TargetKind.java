package io.github.panagrad.cli.data;

/** What the target column of a CSV file holds. */
public sealed interface TargetKind {
    /** To be found out from the numbers: see {@link TargetInference}. */
    record Inferred() implements TargetKind {}

    /**
     * Class numbers from 0.
     *
     * @param count the number of classes there may be, or 0 for as many as there are
     */
    record Classes(int count) implements TargetKind {}

    /** Real numbers. */
    record Real() implements TargetKind {}

    /** Something that is not looked at: predictions need no target. */
    record Ignored() implements TargetKind {}
}
