package io.github.panagrad.nn;

/** Which samples the members of a network learn from in a step ({@link MemberScale}). Without members it makes no difference. */
public enum MemberBatches {
    /** All members learn from the same samples. */
    SHARED("shared"),

    /**
     * Each member goes through the samples in an order of its own, so that a step is on one batch for each of them. This is the other
     * of the two ways that the paper's authors offer ({@code share_training_batches=False} in their package). What is below the members, such as
     * embeddings, is computed for each of them, and steps take longer. Members of members share the batches of the one that they belong to.
     */
    OWN("own");

    private final String label;

    MemberBatches(String label) {
        this.label = label;
    }

    /** Returns its name in options and files. */
    public String label() {
        return label;
    }
}
