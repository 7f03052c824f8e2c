package io.github.panagrad.blas;

/**
 * One step of the search for the library.
 *
 * @param target what was tried: names, a file or folders
 * @param outcome the result, for messages
 */
public record SearchAttempt(String target, String outcome) {
    @Override
    public String toString() {
        return target + ": " + outcome;
    }
}
