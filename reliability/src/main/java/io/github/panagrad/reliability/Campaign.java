package io.github.panagrad.reliability;

/** One way of trying to break the library. */
public interface Campaign {
    /** Returns the name, one word. */
    String name();

    /**
     * Runs until the run's time is over, and reports what should not have happened as findings.
     *
     * @return the counts, as text for one line
     */
    String run(Run run) throws Exception;
}
