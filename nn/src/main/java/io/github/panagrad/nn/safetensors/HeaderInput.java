package io.github.panagrad.nn.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A range of a file as a stream, so that a header can be parsed without loading all of it into memory. */
final class HeaderInput extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    /**
     * Creates a stream of the bytes from {@code begin} (inclusive) to {@code end} (exclusive).
     *
     * @param channel not closed; its position is unchanged
     */
    HeaderInput(FileChannel channel, long begin, long end) {
        this.channel = channel;
        this.position = begin;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        int count = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
        if (count < 0) {
            throw new EOFException("it was truncated while it was read");
        }
        position += count;
        return count;
    }
}
