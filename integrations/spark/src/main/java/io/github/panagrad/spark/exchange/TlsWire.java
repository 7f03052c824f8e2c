package io.github.panagrad.spark.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A connection with TLS. The handshake happens as a part of reading and writing. */
final class TlsWire implements Wire {
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0), ByteBuffer.allocate(0)};

    private final SocketChannel channel;
    private final SSLEngine engine;

    /** Encrypted, as it arrived; ready to be read from. */
    private final ByteBuffer arrived;

    /** Decrypted, for which the reader's buffer was too small; ready to be read from. */
    private final ByteBuffer decrypted;

    /** Encrypted, to be sent; ready to be read from. */
    private final ByteBuffer leaving;

    private boolean isEnded;

    /** Begins with TLS on a new connection; the worker that opened it is the client. */
    TlsWire(SocketChannel channel, SSLContext context, boolean isClient) {
        this.channel = channel;
        engine = context.createSSLEngine();
        engine.setUseClientMode(isClient);
        int packet = engine.getSession().getPacketBufferSize();
        arrived = ByteBuffer.allocateDirect(4 * packet).flip();
        decrypted = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize())
                .flip();
        leaving = ByteBuffer.allocateDirect(packet).flip();
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        while (into.hasRemaining()) {
            if (decrypted.hasRemaining()) {
                move(decrypted, into);
                continue;
            }
            if (isEnded || !decrypt(into)) {
                break;
            }
        }
        int read = into.position() - before;
        return read == 0 && isEnded && into.hasRemaining() ? -1 : read;
    }

    /** Decrypts one record, or goes a step further in the handshake; returns whether that was possible. */
    private boolean decrypt(ByteBuffer into) throws IOException {
        if (!flush() || !shakeHands()) {
            return false;
        }
        boolean isDirect = into.remaining() >= engine.getSession().getApplicationBufferSize();
        ByteBuffer target = isDirect ? into : decrypted.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(arrived, target);
        } finally {
            if (!isDirect) {
                decrypted.flip();
            }
        }
        return switch (result.getStatus()) {
            case OK -> true;
            case BUFFER_UNDERFLOW -> fill();
            case CLOSED -> {
                isEnded = true;
                yield false;
            }
            case BUFFER_OVERFLOW -> throw new SSLException("a record is longer than TLS allows");
        };
    }

    private boolean fill() throws IOException {
        arrived.compact();
        int read;
        try {
            read = channel.read(arrived);
        } finally {
            arrived.flip();
        }
        isEnded |= read < 0;
        return read > 0;
    }

    /** Does what the handshake requires of this side; returns false if that must wait for the system. */
    private boolean shakeHands() throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                if (!encrypt(NOTHING)) {
                    return false;
                }
            } else {
                return true;
            }
        }
    }

    @Override
    public boolean mayHaveMore() {
        return true;
    }

    @Override
    public boolean write(ByteBuffer[] from) throws IOException {
        while (flush() && shakeHands()) {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                // The other side's turn.
                if (decrypted.hasRemaining() || isEnded || !decrypt(Lane.EMPTY)) {
                    return false;
                }
                continue;
            }
            if (!from[0].hasRemaining() && !from[1].hasRemaining()) {
                return true;
            }
            if (!encrypt(from)) {
                return false;
            }
        }
        return false;
    }

    /** Encrypts one record, and sends it; returns whether it was handed to the system. */
    private boolean encrypt(ByteBuffer[] from) throws IOException {
        boolean isNothing = !from[0].hasRemaining() && !from[1].hasRemaining();
        leaving.clear();
        SSLEngineResult result;
        try {
            result = engine.wrap(from, leaving);
        } finally {
            leaving.flip();
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && !isNothing) {
            throw new SSLException("the other side has ended the encrypted connection");
        }
        return flush();
    }

    private boolean flush() throws IOException {
        if (leaving.hasRemaining()) {
            channel.write(leaving);
        }
        return !leaving.hasRemaining();
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int bytes = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), bytes);
        from.position(from.position() + bytes);
        to.position(to.position() + bytes);
    }

    @Override
    @SuppressWarnings("EmptyCatch")
    public void close() {
        try {
            engine.closeOutbound();
            if (flush()) {
                encrypt(NOTHING);
            }
        } catch (IOException e) {
            // The other side is gone, and misses nothing.
        }
        Closing.quietly(channel);
    }
}
