package io.github.panagrad.reliability.faults;

import java.io.IOException;

/** Which of the operations that change files fails. One at a time for the whole process; threads may share it. */
final class Faults {
    /** What happens from the operation on. */
    enum Mode {
        /** It fails, and later ones succeed. */
        ONCE,
        /** The disk is full: nothing can be created, written or forced any more, but files can be deleted and renamed. */
        FULL,
        /** Nothing works any more, as if the process had been killed. */
        STOP
    }

    /** What an operation does. */
    enum Kind {
        WRITE,
        RENAME,
        DELETE
    }

    private static int count;
    private static int failing = Integer.MAX_VALUE;
    private static Mode mode = Mode.ONCE;

    private Faults() {}

    /**
     * Counts from 0 again.
     *
     * @param at the number of the operation that fails
     */
    static synchronized void plan(int at, Mode how) {
        count = 0;
        failing = at;
        mode = how;
    }

    /** Lets all operations succeed, and returns how many there were since the plan. */
    static synchronized int off() {
        failing = Integer.MAX_VALUE;
        return count;
    }

    /** Counts an operation. */
    static synchronized void before(Kind kind) throws IOException {
        int number = count++;
        boolean fails = switch (mode) {
            case ONCE -> number == failing;
            case FULL -> number >= failing && kind == Kind.WRITE;
            case STOP -> number >= failing;
        };
        if (fails) {
            throw new IOException(mode == Mode.STOP ? "Input/output error" : "No space left on device");
        }
    }
}
