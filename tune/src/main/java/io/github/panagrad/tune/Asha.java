package io.github.panagrad.tune;

/**
 * Asynchronous successive halving (Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht and Talwalkar, "A System for Massively
 * Parallel Hyperparameter Tuning", MLSys 2020; arXiv 1810.05934). A trial is paused at rungs, which are at the resources
 * {@code least · reduction^k}. Whenever there is something to do, a trial that is among the best {@code 1 / reduction} of those which have
 * reached its rung goes on to the next one; if there is none, a new trial begins. A value.
 *
 * @param least the resource of the first rung, such as epochs, at least 1
 * @param reduction η, at least 2
 */
public record Asha(long least, int reduction) {
    /** Checks the numbers. */
    public Asha {
        if (least < 1 || reduction < 2) {
            throw new IllegalArgumentException("successive halving: expected a least resource of at least 1 and a"
                    + " reduction of at least 2, found " + least + " and " + reduction);
        }
    }

    /** Returns the resource of a rung, from 0. */
    long resource(int rung) {
        long resource = least;
        for (int k = 0; k < rung; k++) {
            resource = resource > Long.MAX_VALUE / reduction ? Long.MAX_VALUE : resource * reduction;
        }
        return resource;
    }

    /** Returns how many of the trials that have reached a rung go on. */
    int promoted(int reached) {
        return reached / reduction;
    }

    String describe() {
        return "asha from " + least + " by " + reduction;
    }
}
