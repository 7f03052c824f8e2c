package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exchange over TCP connections between all workers. It is opened in two steps: {@link ExchangePort#open}, and, when all know each
 * other's addresses, {@link ExchangePort#connect}.
 *
 * <p>A thread of its own sends, receives and adds while the caller computes. A worker sends and receives twice the bytes of a tensor,
 * however many workers there are, as a ring does, but each number travels twice only, and is added in an order that does not depend on
 * who is where. All workers have the same bits because each number is added by one of them, which sends it to all.
 *
 * <p>A worker that dies or closes is noticed at once; one that hangs, or whose machine is gone, when nothing has arrived for as long as
 * the timeout. Whatever a worker sends is checked: which operation it is for, of how many numbers of which type, and a checksum of
 * the numbers themselves. After any failure the exchange is of no more use: every call throws {@link ExchangeException}, and the others
 * are told why.
 *
 * <p>Connections are authenticated when they are opened, not encrypted: who can read the network reads gradients, and who can change
 * what passes through it can change them. Where the network is not trusted, use TLS ({@link ExchangeSettings#withTls}).
 *
 * <p>Allocates nothing on the heap for a tensor that was given before, except with TLS, and except that in a process with more than 127
 * open files the JDK's selector makes an {@code Integer} of 16 bytes whenever a connection has something to read, on the exchange's own
 * thread. Off-heap memory: four pieces of 256 KiB for each other worker, 128 KiB for its connections, and what is gathered.
 */
public final class TcpExchange implements GradientExchange {
    /** So many tensors, and lengths of gatherings, are remembered. */
    private static final int MOST_TENSORS = 4096;

    private static final int MOST_GATHERINGS = 64;
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final int worker;
    private final int workers;
    private final ExchangeSettings settings;

    /** What does the work, or null if there are no others. */
    private final @Nullable Engine engine;

    private final @Nullable Thread thread;
    private final IdentityHashMap<Tensor, Operation> sums = new IdentityHashMap<>();
    private final List<Operation> gatherings = new ArrayList<>();
    private MemorySegment gathered = MemorySegment.NULL;
    private volatile boolean isClosed;

    TcpExchange(int worker, List<Engine.Connection> connections, Selector selector, ExchangeSettings settings) {
        this.worker = worker;
        this.settings = settings;
        workers = connections.size() + 1;
        if (connections.isEmpty()) {
            Closing.quietly(selector);
            engine = null;
            thread = null;
            return;
        }
        engine = new Engine(worker, connections, selector, settings);
        thread =
                Thread.ofPlatform().daemon().name("panagrad-exchange-" + worker).unstarted(engine);
        thread.start();
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public int worker() {
        return worker;
    }

    /** Returns whether the connections use TLS. */
    public boolean isEncrypted() {
        return settings.tls() != null;
    }

    /**
     * {@inheritDoc}
     *
     * <p>More than a thousand sums that are not complete make this method wait.
     *
     * @throws IllegalStateException if the sum of this tensor is under way
     */
    @Override
    public void beginSum(Tensor values) {
        if (!values.isContiguous()) {
            throw new IllegalArgumentException("only contiguous tensors are summed, but the rows of this " + values
                    + " are " + values.stride() + " elements apart");
        }
        requireOpen();
        Engine running = engine;
        if (running == null) {
            return;
        }
        Operation sum = sums.get(values);
        if (sum == null) {
            if (sums.size() == MOST_TENSORS) {
                sums.clear();
            }
            sum = Operation.sum(values, worker, workers, settings.pieceBytes());
            sums.put(values, sum);
        } else if (running.isUnderWay(sum)) {
            throw new IllegalStateException("the sum of this " + values + " is under way: await it first");
        }
        running.begin(sum);
    }

    /**
     * {@inheritDoc}
     *
     * <p>An interrupt ends the wait with an exception, and the exchange with it; the thread stays interrupted.
     */
    @Override
    public void awaitSums() {
        Engine running = engine;
        if (running == null) {
            requireOpen();
        } else {
            running.await(running.begun());
            requireOpen();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if {@code all} does not have the bytes of all workers
     * @throws IllegalStateException if a sum is under way
     */
    @Override
    public void gather(MemorySegment mine, MemorySegment all) {
        long bytes = mine.byteSize();
        if (all.byteSize() != bytes * workers) {
            throw new IllegalArgumentException(
                    workers + " workers gather " + bytes + " bytes each, but there is room for " + all.byteSize());
        }
        requireOpen();
        Engine running = engine;
        if (running == null) {
            all.copyFrom(mine);
            return;
        }
        if (running.isBusy()) {
            throw new IllegalStateException("sums are under way: await them first");
        }
        Operation gathering = gathering(bytes);
        MemorySegment.copy(mine, 0, gathered, worker * bytes, bytes);
        running.begin(gathering);
        running.await(running.begun());
        MemorySegment.copy(gathered, 0, all, 0, all.byteSize());
    }

    private Operation gathering(long bytes) {
        for (int i = 0; i < gatherings.size(); i++) {
            if (gatherings.get(i).count == bytes) {
                return gatherings.get(i);
            }
        }
        long needed = bytes * workers;
        if (needed > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    workers + " workers gather " + bytes + " bytes each, which are more than 2 GiB");
        }
        boolean isTooSmall = needed > gathered.byteSize();
        if (isTooSmall || gatherings.size() == MOST_GATHERINGS) {
            gatherings.clear();
        }
        if (isTooSmall) {
            gathered = MemorySegment.ofBuffer(ByteBuffer.allocateDirect((int) needed));
        }
        Operation gathering =
                Operation.gathering(gathered.asSlice(0, needed), bytes, worker, workers, settings.pieceBytes());
        gatherings.add(gathering);
        return gathering;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new ExchangeException("this worker has closed the exchange");
        }
    }

    /** {@inheritDoc} A thread that waits gets an exception. */
    @Override
    public void close() {
        isClosed = true;
        Engine running = engine;
        Thread working = thread;
        if (running == null || working == null) {
            return;
        }
        running.stop(Engine.Stop.CLOSED);
        try {
            working.join(ENDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
