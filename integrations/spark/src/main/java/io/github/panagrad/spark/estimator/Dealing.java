package io.github.panagrad.spark.estimator;

import io.github.panagrad.tensor.RandomKey;
import java.io.Serializable;

/**
 * Which worker has which rows: of each {@code workers} rows that follow each other every worker has one, in an order that the seed and
 * their positions determine. Workers therefore have a fair sample of rows that are sorted, wherever partitions begin. A value.
 *
 * @param workers at least 1
 * @param seed of the training
 */
record Dealing(int workers, long seed) implements Serializable {
    /** Returns the worker of a row. */
    int worker(int position) {
        return worker(position, RandomKey.of(seed));
    }

    private int worker(int position, RandomKey key) {
        int group = position / workers;
        return Math.floorMod(position % workers + (int) (key.uniform(group) * workers), workers);
    }

    /** Returns the position of a row among those of its worker. */
    int place(int position) {
        return position / workers;
    }

    /** Returns how many of some rows a worker has. */
    int count(int rows, int worker) {
        int count = rows / workers;
        for (int position = count * workers; position < rows; position++) {
            count += worker(position) == worker ? 1 : 0;
        }
        return count;
    }
}
