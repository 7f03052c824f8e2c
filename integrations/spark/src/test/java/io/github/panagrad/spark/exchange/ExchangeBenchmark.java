package io.github.panagrad.spark.exchange;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times sums of two processes of this machine, alternating with a bare ring: the same bytes both ways over one loopback connection,
 * in the same two phases, with a memory copy in place of each addition, by a thread that never sleeps.
 *
 * <p>Arguments: none, or {@code pin} for one core each. Prints medians.
 */
final class ExchangeBenchmark {
    private static final int[] BYTES = {1_000, 100_000, 4_000_000};
    private static final int ROUNDS = 10;
    private static final int PIECE = 1 << 16;

    private ExchangeBenchmark() {}

    /** Starts both processes, and waits for them; or is one of them. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 1) {
            work(Integer.parseInt(args[0]), Path.of(args[1]));
            return;
        }
        TwoProcesses.run(ExchangeBenchmark.class, args.length == 1, List.of());
    }

    private static void work(int worker, Path folder) throws IOException, InterruptedException {
        try (ExchangePort port = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS);
                TcpExchange exchange =
                        port.connect(worker, AddressFolder.tell(folder, "exchange", worker, 2, port.address()));
                SocketChannel bare = bare(worker, folder);
                Slab slab = new Slab("benchmark")) {
            for (int bytes : BYTES) {
                Tensor tensor = slab.allocate(DType.F32, 1, bytes / Float.BYTES);
                MemorySegment copy = slab.allocateBytes(bytes);
                int repeats = Math.max(20, Math.min(500, 40_000_000 / bytes));
                double[] sums = new double[ROUNDS * repeats];
                double[] bares = new double[ROUNDS * repeats];
                double[] gatherings = new double[ROUNDS * repeats];
                MemorySegment mine = slab.allocateBytes(256);
                MemorySegment all = slab.allocateBytes(512);
                for (int round = -2; round < ROUNDS; round++) {
                    for (int i = 0; i < repeats; i++) {
                        int at = Math.max(0, round) * repeats + i;
                        exchange.gather(mine, all);
                        long start = System.nanoTime();
                        exchange.beginSum(tensor);
                        exchange.awaitSums();
                        sums[at] = (System.nanoTime() - start) / 1e6;
                    }
                    for (int i = 0; i < repeats; i++) {
                        int at = Math.max(0, round) * repeats + i;
                        long start = System.nanoTime();
                        ring(bare, tensor.segment(), copy, worker);
                        bares[at] = (System.nanoTime() - start) / 1e6;
                    }
                    for (int i = 0; i < repeats; i++) {
                        int at = Math.max(0, round) * repeats + i;
                        long start = System.nanoTime();
                        exchange.gather(mine, all);
                        gatherings[at] = (System.nanoTime() - start) / 1e6;
                    }
                }
                if (worker == 0) {
                    double sum = median(sums);
                    double ring = median(bares);
                    System.out.printf(
                            Locale.ROOT,
                            "%d bytes: sum %.3f ms, bare ring %.3f ms, ratio %.2f; gathering 256 bytes %.3f ms%n",
                            bytes,
                            sum,
                            ring,
                            sum / ring,
                            median(gatherings));
                }
            }
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static SocketChannel bare(int worker, Path folder) throws IOException, InterruptedException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            List<InetSocketAddress> addresses =
                    AddressFolder.tell(folder, "bare", worker, 2, (InetSocketAddress) server.getLocalAddress());
            SocketChannel channel = worker == 0 ? server.accept() : SocketChannel.open(addresses.get(0));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            return channel;
        }
    }

    private static void ring(SocketChannel channel, MemorySegment values, MemorySegment copy, int worker)
            throws IOException {
        long half = values.byteSize() / 2;
        MemorySegment first = values.asSlice(0, half);
        MemorySegment second = values.asSlice(half, half);
        MemorySegment mine = worker == 0 ? first : second;
        MemorySegment other = worker == 0 ? second : first;
        exchange(channel, other.asByteBuffer(), copy.asSlice(0, half).asByteBuffer());
        mine.copyFrom(copy.asSlice(0, half));
        exchange(channel, mine.asByteBuffer(), other.asByteBuffer());
    }

    /** In pieces, as a ring would: one call for all of it fills the buffers of TCP before anything is read, and is slower. */
    private static void exchange(SocketChannel channel, ByteBuffer out, ByteBuffer in) throws IOException {
        int outEnd = out.limit();
        int inEnd = in.limit();
        while (out.position() < outEnd || in.position() < inEnd) {
            int moved = 0;
            if (out.position() < outEnd) {
                out.limit(Math.min(outEnd, out.position() + PIECE));
                moved += channel.write(out);
            }
            if (in.position() < inEnd) {
                in.limit(Math.min(inEnd, in.position() + PIECE));
                moved += channel.read(in);
            }
            if (moved == 0) {
                Thread.onSpinWait();
            }
        }
    }
}
