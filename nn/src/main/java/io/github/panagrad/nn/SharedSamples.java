package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.RowParts;
import io.github.panagrad.nn.engine.BatchParts;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.tensor.RandomKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The training samples, of which this process has all, or some parts: where the rows of a batch are in its order of an epoch. For use
 * by one thread.
 */
final class SharedSamples {
    private final Dataset data;
    private final Workers workers;
    private final EpochOrder epochOrder;
    private final int batchSize;
    private final int size;

    /** For each part here its samples; only the data itself if batches have one part. */
    private final List<Dataset> parts;

    /**
     * Learns how many samples the other workers have.
     *
     * @param data all samples; with other workers those of the parts here, in the order in which they are dealt
     * @param rowsPerSample how many rows a step reads for each sample of a batch
     * @throws IllegalArgumentException if these are not as many as the parts have
     */
    SharedSamples(Dataset data, TrainingConfig config, Workers workers, int rowsPerSample) {
        this.data = data;
        this.workers = workers;
        epochOrder = new EpochOrder(config.execution().shuffle(), rowsPerSample);
        batchSize = config.optimization().batchSize();
        BatchParts shares = workers.parts();
        if (shares.isWhole()) {
            size = data.size();
            parts = List.of(data);
            return;
        }
        long samples = 0;
        for (long ofWorker : new Telling(workers.exchange()).numbers(data.size())) {
            samples += ofWorker;
        }
        if (samples > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("there are " + samples
                    + " training samples, but an epoch can have at most " + Integer.MAX_VALUE + "; train on fewer");
        }
        size = (int) samples;
        RowParts dealt = new RowParts(
                samples, batchSize, shares.count(), config.execution().seed());
        parts = workers.exchange() == null ? dealtHere(dealt) : dealtBefore(dealt);
    }

    private List<Dataset> dealtHere(RowParts dealt) {
        List<Dataset> all = new ArrayList<>();
        for (int p = 0; p < dealt.parts(); p++) {
            long first = dealt.firstOf(p);
            all.add(data.subset(IntStream.range(0, (int) dealt.sizeOf(p))
                    .map(i -> (int) dealt.sampleAt(first + i))
                    .toArray()));
        }
        return all;
    }

    private List<Dataset> dealtBefore(RowParts dealt) {
        BatchParts shares = workers.parts();
        long expected = dealt.firstOf(shares.to()) - dealt.firstOf(shares.from());
        if (data.size() != expected) {
            throw new IllegalArgumentException(
                    "this worker has " + data.size() + " training samples, but its parts have " + expected + " of all "
                            + size + "; deal them by RowParts");
        }
        List<Dataset> own = new ArrayList<>();
        for (int p = shares.from(); p < shares.to(); p++) {
            int from = (int) (dealt.firstOf(p) - dealt.firstOf(shares.from()));
            own.add(data.subset(
                    IntStream.range(from, from + (int) dealt.sizeOf(p)).toArray()));
        }
        return own;
    }

    /** Returns the samples of an epoch, those of other workers included. */
    int size() {
        return size;
    }

    /** Returns whether batches have one part. */
    boolean isWhole() {
        return workers.parts().isWhole();
    }

    /** Returns whether other workers have some of them. */
    boolean isShared() {
        return workers.exchange() != null && workers.exchange().workers() > 1;
    }

    /** Returns whether this process acts for all workers. */
    boolean isFirstWorker() {
        return workers.exchange() == null || workers.exchange().worker() == 0;
    }

    /** Waits until all workers have come here. */
    void await() {
        new Telling(workers.exchange()).numbers(0);
    }

    /** Returns the table that rows of an order belong to. */
    Dataset data() {
        return data;
    }

    /** Returns an order to be filled. */
    int[] newOrder() {
        return epochOrder.allocate(data.size());
    }

    /** Returns how many rows an order has for each sample. */
    int rowsPerSample() {
        return epochOrder.rowsPerSample();
    }

    /** Returns where, in an order, the samples of the batch begin that begins at a position of the epoch. */
    int start(int position) {
        return position / batchSize * workers.parts().rows(batchSize);
    }

    /** Returns how many samples of a batch are here. */
    int rows(int ofBatch) {
        return workers.parts().rows(ofBatch);
    }

    /**
     * Writes the order of an epoch: batch by batch, and in each batch part by part.
     *
     * @param key of the epoch
     */
    void order(RandomKey key, int[] order) {
        BatchParts shares = workers.parts();
        int perSample = epochOrder.rowsPerSample();
        if (shares.isWhole()) {
            epochOrder.write(data, key, order);
            return;
        }
        for (int p = 0; p < parts.size(); p++) {
            int part = shares.from() + p;
            int[] ofPart = epochOrder.allocate(parts.get(p).size());
            epochOrder.write(parts.get(p), key.fold(part), ofPart);
            int taken = 0;
            // Near the largest number of samples the end would overflow an int.
            for (long next = 0; next < size; next += batchSize) {
                int position = (int) next;
                int rows = Math.min(batchSize, size - position);
                int from = RowParts.firstRow(rows, part, shares.count());
                int count = RowParts.firstRow(rows, part + 1, shares.count()) - from;
                int to = start(position) + from - shares.firstRow(rows);
                System.arraycopy(ofPart, taken * perSample, order, to * perSample, count * perSample);
                taken += count;
            }
        }
    }

    /** Returns a fingerprint of all samples; with parts, of their fingerprints. */
    String fingerprint() {
        return workers.parts().isWhole() ? data.fingerprint() : fingerprint(parts, workers);
    }

    /** Returns a fingerprint of the fingerprints of all parts, in their order. */
    static String fingerprint(List<Dataset> ownParts, Workers workers) {
        byte[] own = ownParts.stream()
                .map(Dataset::fingerprint)
                .reduce("", String::concat)
                .getBytes(StandardCharsets.US_ASCII);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] ofWorker : new Telling(workers.exchange()).bytes(own)) {
                digest.update(ofWorker);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
