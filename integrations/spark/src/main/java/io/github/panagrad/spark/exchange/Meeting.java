package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.exchange.ExchangeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * All workers connect to all: each calls those with lower numbers, and answers the others. Nobody who does not know the secret gets
 * further than the handshake, or can keep the workers from meeting: strangers have little time, and few of them are listened to at once.
 * For one thread.
 */
final class Meeting {
    /** When more callers than this have not proved that they know the secret, the oldest one is dropped. A worker that is calls again. */
    private static final int MOST_STRANGERS = 64;

    private static final long STRANGER_NANOS = 5_000_000_000L;
    private static final long RETRY_NANOS = 50_000_000L;

    /** How often the clock is looked at. */
    private static final long TICK_MILLIS = 20;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final ExchangeSettings settings;
    private final int me;
    private final List<InetSocketAddress> addresses;
    private final SecureRandom random = new SecureRandom();
    private final List<Call> calls = new ArrayList<>();
    private final Deque<Stranger> strangers = new ArrayDeque<>();
    private final Joined[] joined;
    private int refused;

    Meeting(
            ServerSocketChannel server,
            Selector selector,
            ExchangeSettings settings,
            int me,
            List<InetSocketAddress> addresses) {
        this.server = server;
        this.selector = selector;
        this.settings = settings;
        this.me = me;
        this.addresses = addresses;
        joined = new Joined[Handshake.LANES * (addresses.size() - 1)];
    }

    /** A connection whose other side has proved who it is. */
    private record Joined(Wire wire, SelectionKey key) {}

    /** One that has called, and may be anyone. */
    private record Stranger(Handshake handshake, SelectionKey key, long deadline) {}

    /** An attempt to reach a worker. */
    private static final class Call {
        final int worker;
        final int lane;
        long next = System.nanoTime();

        @Nullable
        SelectionKey key;

        @Nullable
        Handshake handshake;

        @Nullable
        IOException problem;

        Call(int worker, int lane) {
            this.worker = worker;
            this.lane = lane;
        }
    }

    /** Returns the connections with all other workers, or throws {@link ExchangeException}. */
    List<Engine.Connection> meet() throws IOException {
        boolean isComplete = false;
        try {
            server.register(selector, SelectionKey.OP_ACCEPT);
            for (int worker = 0; worker < me; worker++) {
                for (int lane = 0; lane < Handshake.LANES; lane++) {
                    calls.add(new Call(worker, lane));
                }
            }
            Consumer<SelectionKey> onReady = this::onReady;
            long deadline = System.nanoTime() + settings.timeout().toNanos();
            while (!missing().isEmpty()) {
                long now = System.nanoTime();
                if (now - deadline >= 0) {
                    throw new ExchangeException(late());
                }
                calls.stream()
                        .filter(call -> call.key == null && joined[place(call.worker, call.lane)] == null)
                        .filter(call -> call.next - now <= 0)
                        .forEach(this::start);
                while (!strangers.isEmpty() && strangers.getFirst().deadline - now <= 0) {
                    refuse(strangers.removeFirst());
                }
                selector.select(onReady, TICK_MILLIS);
                if (Thread.currentThread().isInterrupted()) {
                    throw new ExchangeException("connecting to the other workers was interrupted");
                }
            }
            isComplete = true;
            return connections();
        } catch (ClosedSelectorException e) {
            throw new ExchangeException("the exchange was closed while it connected to the other workers", e);
        } finally {
            strangers.forEach(stranger -> stranger.handshake.wire().close());
            if (!isComplete) {
                calls.forEach(Meeting::hangUp);
                for (Joined one : joined) {
                    if (one != null) {
                        one.wire.close();
                    }
                }
            }
        }
    }

    private int place(int worker, int lane) {
        return Peer.index(worker, me) * Handshake.LANES + lane;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < joined.length; i += Handshake.LANES) {
            if (joined[i] == null || joined[i + 1] == null) {
                missing.add(name(Peer.worker(i / Handshake.LANES, me)));
            }
        }
        return missing;
    }

    private String name(int worker) {
        return "worker " + worker + " at " + addresses.get(worker).getHostString() + ":"
                + addresses.get(worker).getPort();
    }

    private String late() {
        StringBuilder text = new StringBuilder("after " + settings.timeout().toMillis() / 1000.0
                + " s there is no connection with " + String.join(", ", missing()));
        calls.stream()
                .filter(call -> joined[place(call.worker, call.lane)] == null && call.problem != null)
                .findFirst()
                .ifPresent(call -> text.append("; calling ")
                        .append(name(call.worker))
                        .append(": ")
                        .append(call.problem));
        if (refused > 0) {
            text.append("; ")
                    .append(refused)
                    .append(" connections were refused whose other side did not prove that it knows the secret");
        }
        return text + ". All workers must run at once, and reach each other's addresses through firewalls";
    }

    private void start(Call call) {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                prepare(channel);
                boolean isConnected = channel.connect(addresses.get(call.worker));
                call.key =
                        channel.register(selector, isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, call);
                if (isConnected) {
                    speak(call, channel);
                }
            } catch (IOException | RuntimeException e) {
                Closing.quietly(channel);
                throw e;
            }
        } catch (IOException e) {
            fail(call, e);
        }
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    private void speak(Call call, SocketChannel channel) throws IOException {
        call.handshake =
                Handshake.call(wire(channel, true), settings, random, me, call.worker, call.lane, name(call.worker));
        advance(call, call.handshake);
    }

    private Wire wire(SocketChannel channel, boolean isClient) {
        return settings.tls() == null ? new PlainWire(channel) : new TlsWire(channel, settings.tls(), isClient);
    }

    /** Messages of a handshake are short: the system takes them at once, so that only reading has to be waited for. */
    private void onReady(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        switch (key.attachment()) {
            case Call call -> onReady(call, key);
            case Stranger stranger -> advance(stranger);
            case null, default -> accept();
        }
    }

    private void onReady(Call call, SelectionKey key) {
        try {
            Handshake handshake = call.handshake;
            if (handshake == null) {
                SocketChannel channel = (SocketChannel) key.channel();
                if (channel.finishConnect()) {
                    key.interestOps(SelectionKey.OP_READ);
                    speak(call, channel);
                }
            } else {
                advance(call, handshake);
            }
        } catch (IOException e) {
            fail(call, e);
        }
    }

    private void advance(Call call, Handshake handshake) throws IOException {
        SelectionKey key = call.key;
        if (key != null && handshake.advance()) {
            join(call.worker, call.lane, handshake.wire(), key);
        }
    }

    /** Tries again a little later; encryption that fails will fail again. */
    private void fail(Call call, IOException problem) {
        if (problem instanceof SSLException) {
            throw new ExchangeException(
                    "no encrypted connection with " + name(call.worker) + ": " + problem.getMessage()
                            + "; all workers need the same kind of key store, and must trust each other's certificates",
                    problem);
        }
        hangUp(call);
        call.problem = problem;
        call.next = System.nanoTime() + RETRY_NANOS;
    }

    private static void hangUp(Call call) {
        SelectionKey key = call.key;
        if (key != null) {
            key.cancel();
            Closing.quietly(key.channel());
        }
        call.key = null;
        call.handshake = null;
    }

    private void accept() {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                greet(channel);
            }
        } catch (IOException e) {
            // Whoever it was is gone, or calls again.
            refused++;
        }
    }

    private void greet(SocketChannel channel) throws IOException {
        if (strangers.size() == MOST_STRANGERS) {
            refuse(strangers.removeFirst());
        }
        try {
            prepare(channel);
            Handshake handshake = Handshake.answer(wire(channel, false), settings, random, me, addresses.size());
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Stranger stranger = new Stranger(handshake, key, System.nanoTime() + STRANGER_NANOS);
            key.attach(stranger);
            strangers.add(stranger);
            advance(stranger);
        } catch (IOException | RuntimeException e) {
            Closing.quietly(channel);
            throw e;
        }
    }

    private void advance(Stranger stranger) {
        try {
            Handshake handshake = stranger.handshake;
            if (handshake.advance()) {
                strangers.remove(stranger);
                join(handshake.other(), handshake.lane(), handshake.wire(), stranger.key);
            }
        } catch (IOException e) {
            strangers.remove(stranger);
            refuse(stranger);
        }
    }

    private void join(int worker, int lane, Wire wire, SelectionKey key) {
        int place = place(worker, lane);
        if (joined[place] != null) {
            // Called again: the other side has given this one up.
            joined[place].key.cancel();
            joined[place].wire.close();
        }
        joined[place] = new Joined(wire, key);
        // Until all are here, nothing is read from it.
        key.interestOps(0);
    }

    private void refuse(Stranger stranger) {
        refused++;
        stranger.key.cancel();
        stranger.handshake.wire().close();
    }

    private List<Engine.Connection> connections() {
        List<Engine.Connection> connections = new ArrayList<>();
        for (int i = 0; i < joined.length; i += Handshake.LANES) {
            Joined first = joined[i];
            Joined second = joined[i + 1];
            connections.add(new Engine.Connection(
                    name(Peer.worker(i / Handshake.LANES, me)), first.wire, first.key, second.wire, second.key));
        }
        return connections;
    }
}
