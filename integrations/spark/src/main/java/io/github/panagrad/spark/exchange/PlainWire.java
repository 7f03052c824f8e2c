package io.github.panagrad.spark.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection without encryption. Short frames leave in one piece, so that the other side wakes up once; of longer ones nothing is
 * copied. (Writing two buffers in one call would do both, but allocates where they are memory segments.)
 */
final class PlainWire implements Wire {
    private static final int SHORT_BYTES = 1 << 16;

    private final SocketChannel channel;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(SHORT_BYTES).limit(0);

    PlainWire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean mayHaveMore() {
        return false;
    }

    @Override
    public boolean write(ByteBuffer[] from) throws IOException {
        if (!frame.hasRemaining()
                && from[0].hasRemaining()
                && from[0].remaining() + from[1].remaining() <= SHORT_BYTES) {
            frame.clear().put(from[0]).put(from[1]).flip();
        }
        return write(frame) && write(from[0]) && write(from[1]);
    }

    private boolean write(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return !bytes.hasRemaining();
    }

    @Override
    public void close() {
        Closing.quietly(channel);
    }
}
