package io.github.panagrad.tensor;

/**
 * One of a family of things that are chosen by name: an activation, a loss, an optimiser and so on. A record, whose numbers
 * are its hyper-parameters; {@link Choices} reads and writes it as text.
 */
public interface Choice {
    /** Returns the name used on the command line, in model files and in reports. */
    String name();

    /** Returns what it computes, in a line. */
    String formula();
}
