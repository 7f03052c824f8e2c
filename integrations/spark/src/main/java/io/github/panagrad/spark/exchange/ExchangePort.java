package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.exchange.ExchangeException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Objects;

/**
 * Where other workers reach this one while all connect. Workers open one each, tell each other the addresses, and {@link #connect}; the
 * port is closed as soon as all are there, or the attempt has failed.
 *
 * <p>For use by one thread; {@link #close} may be called by any.
 */
public final class ExchangePort implements AutoCloseable {
    /** A worker calls each one with a lower number twice. */
    private static final int BACKLOG = 256;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final ExchangeSettings settings;
    private final InetSocketAddress address;
    private boolean isUsed;
    private boolean isConnected;

    private ExchangePort(ServerSocketChannel server, Selector selector, ExchangeSettings settings) throws IOException {
        this.server = server;
        this.selector = selector;
        this.settings = settings;
        address = (InetSocketAddress) server.getLocalAddress();
    }

    /**
     * Begins to listen, at a port that the system chooses.
     *
     * @param address of this machine, at which the others reach it; nobody reaches the port by another one
     * @throws ExchangeException if that is impossible, such as for an address of another machine
     */
    public static ExchangePort open(InetAddress address, ExchangeSettings settings) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            Selector selector = null;
            try {
                server.configureBlocking(false);
                server.bind(new InetSocketAddress(address, 0), BACKLOG);
                selector = Selector.open();
                return new ExchangePort(server, selector, settings);
            } catch (IOException | RuntimeException e) {
                Closing.quietly(server);
                if (selector != null) {
                    Closing.quietly(selector);
                }
                throw e;
            }
        } catch (BindException e) {
            throw new ExchangeException("cannot listen at " + address + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ExchangeException("cannot listen at " + address + ": " + e, e);
        }
    }

    /** Returns the address to tell the others. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Connects to all others, and closes the port. Waits until all have called, or the timeout of the settings is over.
     *
     * @param worker the number of this worker
     * @param workers the addresses of all ports, in the order of the workers' numbers
     * @return the exchange, which the caller closes
     * @throws ExchangeException if a worker cannot be reached, does not call, or does not know the secret
     * @throws IllegalStateException if it was called before
     */
    public TcpExchange connect(int worker, List<InetSocketAddress> workers) {
        Objects.checkIndex(worker, workers.size());
        synchronized (this) {
            if (isUsed) {
                throw new IllegalStateException("a port connects once");
            }
            isUsed = true;
        }
        for (InetSocketAddress one : workers) {
            if (one.isUnresolved()) {
                close();
                throw new ExchangeException("no address is known of " + one.getHostString()
                        + ", where a worker is: the machines must know each other's names");
            }
        }
        try {
            List<Engine.Connection> connections = new Meeting(server, selector, settings, worker, workers).meet();
            synchronized (this) {
                server.close();
                // What is registered with a selector is closed only now.
                selector.selectNow();
                isConnected = true;
            }
            return new TcpExchange(worker, connections, selector, settings);
        } catch (IOException | ClosedSelectorException e) {
            throw new ExchangeException("cannot connect to the other workers: " + e, e);
        } finally {
            close();
        }
    }

    /** Stops listening. An exchange that was connected stays; a {@link #connect} under way fails. */
    @Override
    public synchronized void close() {
        Closing.quietly(server);
        if (!isConnected) {
            Closing.quietly(selector);
        }
    }
}
