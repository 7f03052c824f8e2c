package io.github.panagrad.spark.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Carries bytes between two workers, as they are or encrypted; never waits. For one thread at a time. */
interface Wire {
    /** Returns the connection. */
    SocketChannel channel();

    /**
     * Reads what is there, up to what the buffer can take.
     *
     * @return how many bytes; 0 if there are none now, -1 if there will be none
     */
    int read(ByteBuffer into) throws IOException;

    /** Returns whether bytes may be left after a read that did not fill its buffer, and returned more than 0. */
    boolean mayHaveMore();

    /**
     * Writes as much as can be written now, of the first buffer, then of the second.
     *
     * @return whether everything was handed to the system
     */
    boolean write(ByteBuffer[] from) throws IOException;

    /** Closes the connection, after an encrypted goodbye where there is encryption; fails silently. */
    void close();
}
