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

    /**
     * A choice that is not the library's, but made by a program, under a name of its own. Models name it: a program that loads one
     * makes the choice first. Two of the same family and name are equal.
     */
    interface Own extends Choice {}
}
