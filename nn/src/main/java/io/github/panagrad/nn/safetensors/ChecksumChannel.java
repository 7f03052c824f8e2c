package io.github.panagrad.nn.safetensors;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.Checksum;

/** A channel that adds all bytes written to it to a checksum. */
record ChecksumChannel(Checksum sum) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) {
        int bytes = source.remaining();
        sum.update(source);
        return bytes;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
