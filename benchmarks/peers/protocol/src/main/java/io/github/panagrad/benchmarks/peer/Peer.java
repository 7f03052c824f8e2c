package io.github.panagrad.benchmarks.peer;

/** A library that trains a network. */
public interface Peer {
    /**
     * What the report says about a peer.
     *
     * @param version the library's name and version, and those of what computes for it
     * @param optimizer its optimiser
     * @param setting how it is used
     * @param threads the threads it uses
     */
    record Description(String version, String optimizer, String setting, int threads) {}

    /** Returns what the report says. */
    Description description();

    /** Trains step by step, from epoch to epoch, until the clock says that it is enough. */
    void train(StepClock clock);
}
