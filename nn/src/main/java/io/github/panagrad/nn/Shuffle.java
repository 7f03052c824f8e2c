package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import io.github.panagrad.tensor.RandomKey;

/**
 * The order in which an epoch goes through the samples: a pure function of the key of the epoch and the number of samples, so
 * that resumed training need only know its position in the epoch. A value.
 */
public sealed interface Shuffle extends Choice {
    /**
     * Writes the order of an epoch.
     *
     * @param data the samples; read
     * @param key the epoch's random numbers
     * @param order as many elements as there are samples; written: the table's rows, each sample's once
     */
    void order(Dataset data, RandomKey key, int[] order);

    /** The order of the data set, in each epoch. */
    record None() implements Shuffle {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public String formula() {
            return "the order of the data";
        }

        @Override
        public void order(Dataset data, RandomKey key, int[] order) {
            for (int i = 0; i < order.length; i++) {
                order[i] = data.row(i);
            }
        }
    }

    /** All orders are equally likely (Fisher-Yates). Reads from all over the table. */
    record Rows() implements Shuffle {
        @Override
        public String name() {
            return "rows";
        }

        @Override
        public String formula() {
            return "all rows permuted (Fisher and Yates)";
        }

        @Override
        public void order(Dataset data, RandomKey key, int[] order) {
            key.permute(order);
            for (int i = 0; i < order.length; i++) {
                order[i] = data.row(order[i]);
            }
        }
    }

    /**
     * For tables larger than the caches or the memory: blocks of neighbouring samples are permuted, and samples are permuted
     * within a window of several blocks. A window's samples are read from a few places in the table, one block from each.
     *
     * <p>It mixes less than {@link Rows}: a batch holds samples of one window only, whose blocks are from anywhere. If the data
     * is sorted, a window should have many blocks.
     *
     * @param rows the samples of a block, at least 1; the last block of a table may be smaller
     * @param window the blocks of a window, at least 1
     */
    record Blocks(int rows, int window) implements Shuffle {
        /** Checks the values. */
        public Blocks {
            requirePositive("rows", rows);
            requirePositive("window", window);
        }

        private static void requirePositive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("blocks: " + name + " must be at least 1, found " + value);
            }
        }

        @Override
        public String name() {
            return "blocks";
        }

        @Override
        public String formula() {
            return "blocks of rows permuted, then the rows in windows of several blocks";
        }

        @Override
        public void order(Dataset data, RandomKey key, int[] order) {
            BlockOrder.fill(data, this, key, order);
        }
    }

    /**
     * {@link Rows}, or {@link Blocks} if the samples' features take more than 256 MiB as they are stored: blocks of about 128
     * KiB, in windows of at least 32 blocks and at least 16,384 rows. It follows from the shape of the data alone.
     */
    record Auto() implements Shuffle {
        @Override
        public String name() {
            return "auto";
        }

        @Override
        public String formula() {
            return "rows, or blocks for a large table";
        }

        /** Returns the order used for a data set. */
        public Shuffle resolve(Dataset data) {
            return BlockOrder.auto(data);
        }

        @Override
        public void order(Dataset data, RandomKey key, int[] order) {
            resolve(data).order(data, key, order);
        }
    }

    /** Returns {@link None}. */
    static Shuffle none() {
        return new None();
    }

    /** Returns {@link Rows}. */
    static Shuffle rows() {
        return new Rows();
    }

    /** Returns {@link Blocks}. */
    static Shuffle blocks(int rows, int window) {
        return new Blocks(rows, window);
    }

    /** Returns {@link Auto}. */
    static Shuffle auto() {
        return new Auto();
    }

    /** Returns all kinds. */
    static Choices<Shuffle> choices() {
        return ShuffleChoices.ALL;
    }
}
