package io.github.panagrad.table.csv;

import io.github.panagrad.table.source.Guess;

/** Counts different numbers, as long as there are few. Used by one thread. */
final class DifferentNumbers {
    private final double[] numbers = new double[Guess.CODES + 1];
    private int count;

    void add(double number) {
        if (areMany()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (numbers[i] == number) {
                return;
            }
        }
        numbers[count++] = number;
    }

    /** Returns whether there are too many for codes. */
    boolean areMany() {
        return count > Guess.CODES;
    }
}
