package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** What a call that must fail says. */
final class Refusal {
    private Refusal() {}

    /** Returns the message of the exception of the kind expected. */
    static String of(Class<? extends Throwable> kind, Executable call) {
        return String.valueOf(assertThrows(kind, call).getMessage());
    }

    /** Returns the message with which wrong arguments are refused. */
    static String of(Executable call) {
        return of(IllegalArgumentException.class, call);
    }
}
