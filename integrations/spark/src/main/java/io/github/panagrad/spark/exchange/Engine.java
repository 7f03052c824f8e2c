package io.github.panagrad.spark.exchange;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.Slab;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The thread that does the work of an exchange: sends, receives and adds, all operations in the order in which they were begun.
 *
 * <p>{@link #begin}, {@link #await} and what they tell are for one other thread, {@link #stop} for any. Nothing here locks: the caller
 * publishes operations by a counter, and this thread completes them by another.
 */
final class Engine implements Runnable {
    /** Operations that may be begun and not complete; the caller of one more waits. A power of two. */
    private static final int MOST_OPERATIONS = 1024;

    private static final long EXPIRY_NANOS = 5_000_000_000L;

    /** How long this thread asks the system again and again before it sleeps, while the caller only waits. */
    private static final long POLL_NANOS = 50_000;

    /** Why the work ends. */
    enum Stop {
        CLOSED,
        INTERRUPTED,
        EXPIRED
    }

    final int pieceBytes;
    private final Duration timeout;
    private final Selector selector;
    private final Slab slab = new Slab("exchange of gradients");
    private final Consumer<SelectionKey> onReady = Engine::onReady;
    private final List<Peer> peers = new ArrayList<>();
    private final List<ContributionLane> contributions = new ArrayList<>();
    private final List<ResultLane> results = new ArrayList<>();

    private final TreeSum tree;
    private final MemorySegment[] pieces;
    private final long[] starts;
    private final int worker;
    private final CRC32C crc = new CRC32C();

    private final @Nullable Operation[] operations = new Operation[MOST_OPERATIONS];
    private volatile long begun;
    private volatile long completed;
    private volatile boolean isAsleep;
    private volatile @Nullable Thread waiter;
    private volatile long lastMove = System.nanoTime();
    private volatile @Nullable ExchangeException failure;
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();

    /** Whether some connection has ended. */
    boolean hasEndings;

    private long seen;
    private long summing;
    private long summedPieces;

    /**
     * Takes over connections.
     *
     * @param connections with each other worker, of this selector
     */
    Engine(int worker, List<Connection> connections, Selector selector, ExchangeSettings settings) {
        this.worker = worker;
        this.selector = selector;
        pieceBytes = settings.pieceBytes();
        timeout = settings.timeout();
        int workers = connections.size() + 1;
        tree = new TreeSum(worker, workers);
        pieces = new MemorySegment[workers];
        starts = new long[workers];
        for (int i = 0; i < connections.size(); i++) {
            Connection connection = connections.get(i);
            MemorySegment slots = slab.allocateBytes((long) Peer.SLOTS * pieceBytes);
            Peer peer = new Peer(i, connection.name(), slots, pieceBytes);
            peers.add(peer);
            pieces[Peer.worker(i, worker)] = slots;
            contributions.add(new ContributionLane(this, peer, connection.first(), connection.firstKey()));
            results.add(new ResultLane(this, peer, connection.second(), connection.secondKey()));
        }
    }

    /** The two connections with another worker. */
    record Connection(String name, Wire first, SelectionKey firstKey, Wire second, SelectionKey secondKey) {}

    /** Hands over an operation, waiting for others to complete if there are too many. */
    void begin(Operation operation) {
        long number = begun;
        if (number - completed >= MOST_OPERATIONS) {
            await(number - MOST_OPERATIONS + 1);
        }
        requireRunning();
        operation.begin(number);
        operations[(int) (number % MOST_OPERATIONS)] = operation;
        begun = number + 1;
        wake();
    }

    /** Returns the number of operations that were begun. */
    long begun() {
        return begun;
    }

    /** Returns whether any operation is not complete. */
    boolean isBusy() {
        return completed < begun;
    }

    /** Returns whether an operation was begun and is not complete. */
    boolean isUnderWay(Operation operation) {
        return operation.number >= completed;
    }

    /**
     * Waits until so many operations are complete.
     *
     * @throws ExchangeException if that cannot be any more
     */
    void await(long count) {
        if (completed >= count) {
            return;
        }
        waiter = Thread.currentThread();
        try {
            long since = System.nanoTime();
            while (completed < count) {
                requireRunning();
                if (Thread.currentThread().isInterrupted()) {
                    stop(Stop.INTERRUPTED);
                    throw new ExchangeException("the wait for the other workers was interrupted");
                }
                long now = System.nanoTime();
                long left = timeout.toNanos() - Math.min(now - since, now - lastMove);
                if (left <= 0) {
                    stop(Stop.EXPIRED);
                    // This thread knows the name of the worker that is late.
                    left = EXPIRY_NANOS;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            waiter = null;
        }
    }

    private void requireRunning() {
        ExchangeException reason = failure;
        if (reason != null) {
            throw new ExchangeException(String.valueOf(reason.getMessage()), reason);
        }
    }

    /** Ends the work. */
    void stop(Stop reason) {
        stop.compareAndSet(null, reason);
        selector.wakeup();
    }

    private void wake() {
        if (isAsleep) {
            selector.wakeup();
        }
    }

    /** Returns how many operations this thread knows to be begun. */
    long seen() {
        return seen;
    }

    /** Returns an operation that is not complete. */
    Operation operation(long number) {
        Operation operation = operations[(int) (number % MOST_OPERATIONS)];
        if (operation == null) {
            throw new IllegalStateException("operation " + number + " is complete");
        }
        return operation;
    }

    /** Returns how many pieces of this worker's parts were summed. */
    long summedPieces() {
        return summedPieces;
    }

    /** Takes note that one direction of a connection has done its share. */
    void passed(Operation operation) {
        if (--operation.open == 0) {
            operations[(int) (operation.number % MOST_OPERATIONS)] = null;
            completed = operation.number + 1;
            LockSupport.unpark(waiter);
        }
    }

    /** Works until {@link #stop}, or until a worker fails. */
    @Override
    public void run() {
        ExchangeException reason;
        try {
            while (true) {
                Stop asked = stop.get();
                if (asked != null) {
                    reason = new ExchangeException(describe(asked));
                    break;
                }
                seen = begun;
                // Before anything that was sent in advance is taken for an operation that began too late.
                requireAll();
                if (move()) {
                    lastMove = System.nanoTime();
                } else {
                    sleep();
                }
            }
        } catch (ExchangeException e) {
            reason = e;
        } catch (IOException | RuntimeException | Error e) {
            reason = new ExchangeException("the exchange failed: " + e, e);
        }
        leave(reason);
    }

    private boolean move() {
        boolean isMoved = false;
        for (int i = 0; i < peers.size(); i++) {
            isMoved |= contributions.get(i).read();
        }
        isMoved |= sum();
        for (int i = 0; i < peers.size(); i++) {
            isMoved |= results.get(i).write();
            isMoved |= contributions.get(i).write();
            isMoved |= results.get(i).read();
        }
        requireAll();
        return isMoved;
    }

    /** Adds the pieces that are there of all workers; returns whether there was one. */
    private boolean sum() {
        boolean isMoved = false;
        summing = Math.max(summing, completed);
        while (summing < seen) {
            Operation operation = operation(summing);
            if (!operation.hasPart() || operation.summedBytes == operation.part.byteSize()) {
                summing++;
                continue;
            }
            for (int i = 0; i < peers.size(); i++) {
                if (peers.get(i).arrivedPieces <= summedPieces) {
                    return isMoved;
                }
            }
            int bytes = (int) Math.min(pieceBytes, operation.part.byteSize() - operation.summedBytes);
            for (int i = 0; i < peers.size(); i++) {
                starts[Peer.worker(i, worker)] = peers.get(i).slotStart(summedPieces);
            }
            pieces[worker] = operation.part;
            starts[worker] = operation.summedBytes;
            tree.add(operation.dtype, pieces, starts, bytes);
            crc.reset();
            crc.update(operation.sum.piece(operation.summedBytes, bytes));
            operation.checksums[(int) (operation.summedBytes / pieceBytes)] = (int) crc.getValue();
            operation.summedBytes += bytes;
            summedPieces++;
            isMoved = true;
        }
        return isMoved;
    }

    /** Fails if a connection has ended before everything arrived that was begun. */
    private void requireAll() {
        for (int i = 0; i < peers.size() && hasEndings; i++) {
            Lane first = contributions.get(i);
            Lane second = results.get(i);
            if (first.isLost() || second.isLost()) {
                // The other one may tell why.
                first.readRest();
                second.readRest();
                IOException cause = first.cause() == null ? second.cause() : first.cause();
                String gone = peers.get(i).gone();
                throw cause == null ? new ExchangeException(gone) : new ExchangeException(gone, cause);
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private void sleep() throws IOException {
        for (int i = 0; i < peers.size(); i++) {
            contributions.get(i).askForEvents();
            results.get(i).askForEvents();
        }
        if (waiter != null && System.nanoTime() - lastMove < POLL_NANOS) {
            // Others come first: where there are more threads than cores, asking for long would keep from work what is
            // waited for.
            Thread.yield();
            selector.selectNow(onReady);
            return;
        }
        isAsleep = true;
        if (begun == seen && stop.get() == null) {
            selector.select(onReady);
        } else {
            selector.selectNow(onReady);
        }
        isAsleep = false;
    }

    private static void onReady(SelectionKey key) {
        ((Lane) key.attachment()).ready(key.readyOps());
    }

    private String describe(Stop reason) {
        return switch (reason) {
            case CLOSED -> "this worker has closed the exchange";
            case INTERRUPTED -> "its task was interrupted while it waited for the other workers";
            case EXPIRED ->
                "nothing has arrived for " + timeout.toMillis() / 1000.0 + " s, and there is no answer from " + late()
                        + ": it hangs, is overloaded, or cannot be reached any more; if it only takes longer, raise the timeout";
        };
    }

    /** Returns who is late: first those that owe numbers of their own, because the others' sums wait for these. */
    private String late() {
        long operation = completed;
        List<String> owing = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            if (contributions.get(i).next() <= operation) {
                owing.add(peers.get(i).name);
            }
        }
        for (int i = 0; i < peers.size() && owing.isEmpty(); i++) {
            if (results.get(i).next() <= operation) {
                owing.add(peers.get(i).name);
            }
        }
        for (int i = 0; i < peers.size() && owing.isEmpty(); i++) {
            if (contributions.get(i).isSending() || results.get(i).isSending()) {
                owing.add(peers.get(i).name);
            }
        }
        return Quoted.sentence(String.join(", ", owing));
    }

    private void leave(ExchangeException reason) {
        try {
            // First, because a program may end as soon as it learns of the failure.
            boolean isFailure = stop.get() != Stop.CLOSED;
            byte[] text = farewell(isFailure ? String.valueOf(reason.getMessage()) : "");
            for (int i = 0; i < peers.size(); i++) {
                results.get(i).sayFarewell(text, isFailure);
                contributions.get(i).sayFarewell(text, isFailure);
            }
        } finally {
            failure = reason;
            LockSupport.unpark(waiter);
            for (int i = 0; i < peers.size(); i++) {
                results.get(i).close();
                contributions.get(i).close();
            }
            Closing.quietly(selector);
            slab.close();
        }
    }

    /** Returns the bytes of a text, or of its beginning. */
    private static byte[] farewell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= Frame.MOST_FAREWELL_BYTES) {
            return bytes;
        }
        return text.substring(0, Math.min(text.length(), Frame.MOST_FAREWELL_BYTES / 4))
                .getBytes(StandardCharsets.UTF_8);
    }
}
