package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Finds what a task failed of. */
public final class Failures {
    private static final int MOST_CAUSES = 32;

    private Failures() {}

    /**
     * Returns the exception for wrong input that made a job fail, or throws the one that was thrown: Spark's own are checked, but no
     * method says so.
     */
    public static InvalidInputException cause(Exception thrown) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof InvalidInputException input) {
                return input;
            }
            cause = cause.getCause();
        }
        throw Failures.<RuntimeException>unchecked(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased, so that a checked exception passes
    private static <E extends Exception> E unchecked(Exception thrown) throws E {
        throw (E) thrown;
    }
}
