package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.pipeline.EncodedRows;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.PartialFit;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import scala.Tuple2;

/**
 * What a task has to know about all rows in order to work on those of its partition: where they are among all, which are trained on and
 * which are held back. Sent to executors.
 */
final class FitPlan implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BLOCK_ROWS = 8192;

    /** What messages call the rows. */
    static final String NAME = "the data set";

    /** The flag of encoded rows to train on. */
    static final int TRAINING = 0;

    /** The flag of encoded rows that are held back. */
    static final int VALIDATION = 1;

    private final ArrayList<SparkField> fields;
    private final int[] partitions;
    private final BitSet training;
    private final BitSet validation;
    private final PartialFit.Whole whole;

    /**
     * Takes it.
     *
     * @param partitions the number of the first row of each partition, and the number of all rows
     * @param training the rows that are trained on
     * @param validation the rows that are held back
     */
    FitPlan(List<SparkField> fields, int[] partitions, int[] training, int[] validation, PartialFit.Whole whole) {
        this.fields = new ArrayList<>(fields);
        this.partitions = partitions.clone();
        this.training = bits(training);
        this.validation = bits(validation);
        this.whole = whole;
    }

    private static BitSet bits(int[] rows) {
        BitSet bits = new BitSet();
        for (int row : rows) {
            bits.set(row);
        }
        return bits;
    }

    Schema schema() {
        return RowBlock.schema(fields);
    }

    PartialFit.Whole whole() {
        return whole;
    }

    /** The rows of a partition, block by block. */
    private final class Blocks {
        private final int partition;
        private final Iterator<UnsafeRow> rows;
        private final RowBlock block = new RowBlock(fields, NAME);
        private final int end;
        private int first;

        private Blocks(int partition, Iterator<UnsafeRow> rows) {
            this.partition = partition;
            this.rows = rows;
            first = partitions[partition];
            end = partitions[partition + 1];
        }

        /**
         * Reads the next block, in place of the one before.
         *
         * @return whether there is one
         * @throws InvalidInputException if the partition does not have the rows that it had
         */
        private boolean next() {
            first += block.rows();
            block.clear(first);
            while (block.rows() < BLOCK_ROWS && rows.hasNext()) {
                block.add(rows.next());
            }
            boolean isLast = block.rows() == 0;
            if (isLast ? first != end : first + block.rows() > end) {
                throw new InvalidInputException("partition " + partition
                        + " of the data set has another number of rows than when it was read before; cache() or"
                        + " checkpoint() the data set, so that each reading gives the same rows");
            }
            return !isLast;
        }

        /** Returns those of some rows that are in the block, counted from its first. */
        private int[] among(BitSet selected) {
            return selected.get(first, first + block.rows()).stream().toArray();
        }
    }

    /** Returns what the training rows of a partition contribute to the pipeline. */
    byte[] summary(int partition, Iterator<UnsafeRow> rows) {
        PartialFit part = new PartialFit(schema(), whole);
        Blocks blocks = new Blocks(partition, rows);
        int position = before(training, blocks.first);
        while (blocks.next()) {
            int[] own = blocks.among(training);
            part.add(blocks.block, own, position);
            position += own.length;
        }
        return part.toBytes();
    }

    /** Returns two parts together. */
    byte[] merged(byte[] one, byte[] other) {
        Schema schema = schema();
        PartialFit all = PartialFit.ofBytes(schema, whole, one);
        all.merge(PartialFit.ofBytes(schema, whole, other));
        return all.toBytes();
    }

    private static int before(BitSet rows, int end) {
        return rows.get(0, end).cardinality();
    }

    /**
     * Encodes the rows of a partition.
     *
     * @return for the worker that each belongs to, a flag, 0 for rows to train on and 1 for those held back, and the rows
     */
    Iterator<Tuple2<Integer, byte[]>> encoded(
            int partition, Iterator<UnsafeRow> rows, Pipeline pipeline, DType dtype, Dealing dealing) {
        return new Encoding(new Blocks(partition, rows), pipeline, dtype, dealing);
    }

    /** Encodes block by block, so that one of them is in memory. */
    private final class Encoding implements Iterator<Tuple2<Integer, byte[]>> {
        private final Blocks blocks;
        private final Pipeline pipeline;
        private final DType dtype;
        private final Dealing dealing;

        /** The positions of the next rows to train on, and of the next that are held back. */
        private final int[] positions;

        private final List<Tuple2<Integer, byte[]>> ready = new ArrayList<>();

        private Encoding(Blocks blocks, Pipeline pipeline, DType dtype, Dealing dealing) {
            this.blocks = blocks;
            this.pipeline = pipeline;
            this.dtype = dtype;
            this.dealing = dealing;
            positions = new int[] {before(training, blocks.first), before(validation, blocks.first)};
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && blocks.next()) {
                encode(TRAINING, blocks.among(training));
                encode(VALIDATION, blocks.among(validation));
            }
            return !ready.isEmpty();
        }

        private void encode(int part, int[] rows) {
            for (int worker = 0; worker < dealing.workers(); worker++) {
                int[] dealt = new int[rows.length];
                int[] places = new int[rows.length];
                int count = 0;
                for (int i = 0; i < rows.length; i++) {
                    int position = positions[part] + i;
                    boolean isHeld = part == VALIDATION;
                    if ((isHeld ? dealing.workerOfHeld(position) : dealing.worker(position)) == worker) {
                        places[count] = isHeld ? dealing.placeOfHeld(position) : dealing.place(position);
                        dealt[count++] = rows[i];
                    }
                }
                if (count > 0) {
                    Dataset samples =
                            pipeline.encode(blocks.block, Arrays.copyOf(dealt, count), dtype, EncodedStorage.memory());
                    byte[] bytes = EncodedRows.toBytes(samples, Arrays.copyOf(places, count));
                    byte[] flagged = new byte[bytes.length + 1];
                    flagged[0] = (byte) part;
                    System.arraycopy(bytes, 0, flagged, 1, bytes.length);
                    ready.add(new Tuple2<>(worker, flagged));
                }
            }
            positions[part] += rows.length;
        }

        @Override
        public Tuple2<Integer, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.removeFirst();
        }
    }
}
