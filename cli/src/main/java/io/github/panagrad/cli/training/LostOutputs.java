package io.github.panagrad.cli.training;

import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The outputs of a training, apart from the model, that cannot be written. They do not end it: hours of work are worth more than
 * a line of metrics. Used by one thread.
 */
final class LostOutputs {
    private final Set<Path> warned = new HashSet<>();
    private final Set<Path> lost = new HashSet<>();
    private Consumer<String> printer;

    /**
     * Begins without any.
     *
     * @param printer receives warnings
     */
    LostOutputs(Consumer<String> printer) {
        this.printer = printer;
    }

    /** Sends warnings elsewhere from now on. */
    void printTo(Consumer<String> other) {
        printer = other;
    }

    /** Notes that an output is incomplete, and says so the first time. */
    void lose(Path output, IOException failure) {
        lost.add(output);
        if (warned.add(output)) {
            String reason = IoReason.of(failure);
            printer.accept("WARN: " + (reason.startsWith("cannot ") ? "" : "cannot write " + output + ": ") + reason
                    + "; the training is not affected");
        }
    }

    /** Notes that an output is complete after all. */
    void find(Path output) {
        lost.remove(output);
    }

    /** Returns whether all outputs are complete. */
    boolean isEmpty() {
        return lost.isEmpty();
    }
}
