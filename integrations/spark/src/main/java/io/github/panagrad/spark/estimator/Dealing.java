package io.github.panagrad.spark.estimator;

import io.github.panagrad.nn.data.RowParts;
import java.io.Serializable;

/**
 * Which worker has which rows. Rows to train on are dealt to the parts of batches by {@link RowParts}, a permutation that the seed
 * determines, so that every worker has a fair sample of rows that are sorted, wherever partitions begin; each worker has some parts. Of
 * the rows held back every part has a stretch. A single worker has all rows in their own order. A value.
 *
 * @param workers at least 1
 * @param parts of a batch, a multiple of the workers
 * @param rows all rows to train on
 * @param held all rows held back
 * @param batchSize the rows of a batch, of all parts
 * @param seed of the training
 */
record Dealing(int workers, int parts, int rows, int held, int batchSize, long seed) implements Serializable {
    private RowParts dealt() {
        return new RowParts(rows, batchSize, parts, seed);
    }

    private int firstPart(int worker) {
        return worker * (parts / workers);
    }

    /** Returns the worker of a row to train on. */
    int worker(int position) {
        return workers == 1 ? 0 : dealt().partOf(position) / (parts / workers);
    }

    /** Returns the place of a row to train on among those of its worker. */
    int place(int position) {
        if (workers == 1) {
            return position;
        }
        RowParts dealt = dealt();
        return (int) (dealt.placeOf(position) - dealt.firstOf(firstPart(worker(position))));
    }

    /** Returns how many rows a worker has to train on. */
    int count(int worker) {
        return workers == 1
                ? rows
                : (int) (dealt().firstOf(firstPart(worker + 1)) - dealt().firstOf(firstPart(worker)));
    }

    private int firstHeld(int worker) {
        return RowParts.firstRow(held, firstPart(worker), parts);
    }

    /** Returns the worker of a row held back. */
    int workerOfHeld(int position) {
        int worker = (int) ((long) position * workers / Math.max(1, held));
        while (position < firstHeld(worker)) {
            worker--;
        }
        while (position >= firstHeld(worker + 1)) {
            worker++;
        }
        return worker;
    }

    /** Returns the place of a row held back among those of its worker. */
    int placeOfHeld(int position) {
        return position - firstHeld(workerOfHeld(position));
    }

    /** Returns how many rows held back a worker has. */
    int countOfHeld(int worker) {
        return firstHeld(worker + 1) - firstHeld(worker);
    }
}
