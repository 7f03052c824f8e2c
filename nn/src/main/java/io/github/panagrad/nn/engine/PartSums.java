package io.github.panagrad.nn.engine;

import java.lang.foreign.ValueLayout;

/**
 * The sums of a batch's losses, of all its parts, and whether a worker is to end after the step. They are added in the order of the
 * parts. Allocates nothing in a step.
 */
final class PartSums {
    /** The loss and the correct rows. */
    private static final int NUMBERS = 2;

    private final PartGather gather;
    private final PartGather.Board board;
    private final int own;
    private final int workers;

    PartSums(BatchParts parts, PartGather gather) {
        this.gather = gather;
        own = parts.own();
        workers = parts.count() / own;
        board = gather.board(bytes(own));
    }

    private static long bytes(int own) {
        return (long) (1 + NUMBERS * own) * Double.BYTES;
    }

    /**
     * Returns the bytes of such sums.
     *
     * @param workers how many workers exchange them; 0 for a process by itself
     */
    static long bytes(BatchParts parts, int workers) {
        return parts.isWhole() ? 0 : bytes(parts.own()) * (1 + workers);
    }

    /** Has all workers know the sums of each other's parts. */
    void share(FirstPhase phase, int stopRequest) {
        set(0, stopRequest);
        for (int p = 0; p < own; p++) {
            set(1 + NUMBERS * p, phase.loss(p));
            set(2 + NUMBERS * p, (double) phase.correct(p));
        }
        gather.share(board);
    }

    private void set(int index, double value) {
        board.mine().setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    }

    private double get(int worker, int index) {
        return board.all().getAtIndex(ValueLayout.JAVA_DOUBLE, (long) worker * (1 + NUMBERS * own) + index);
    }

    private double sum(int number) {
        double sum = 0;
        for (int w = 0; w < workers; w++) {
            for (int p = 0; p < own; p++) {
                sum += get(w, 1 + NUMBERS * p + number);
            }
        }
        return sum;
    }

    double loss() {
        return sum(0);
    }

    long correct() {
        return (long) sum(1);
    }

    /** Returns the largest request to end of any worker; 0 if there is none. */
    int stopRequest() {
        double largest = 0;
        for (int w = 0; w < workers; w++) {
            largest = Math.max(largest, get(w, 0));
        }
        return (int) largest;
    }
}
