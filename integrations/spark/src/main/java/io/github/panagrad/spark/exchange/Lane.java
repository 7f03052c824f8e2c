package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.exchange.ExchangeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One of the two connections with another worker, in both directions: frames one after the other, each checked before it has an effect.
 * Allocates nothing while all goes well. For the thread of the {@link Engine}.
 */
abstract class Lane {
    static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    final Engine engine;
    final Peer peer;
    private final Wire wire;
    private final SelectionKey key;
    private final CRC32C crc = new CRC32C();

    private final Frame leaving = new Frame();
    private final ByteBuffer leavingHeader = Frame.buffer();
    private final ByteBuffer[] parts = {leavingHeader, EMPTY};
    private boolean isSending;
    private boolean isWritable = true;

    private final Frame arriving = new Frame();
    private final ByteBuffer arrivingHeader = Frame.buffer();
    private boolean isReadable = true;

    /** Whether a header is complete, and its piece has no place yet. */
    private boolean isHeld;

    /** The piece that is arriving, or null between frames. */
    private @Nullable ByteBuffer piece;

    private int pieceStart;

    /** Whether nothing more will arrive, at the end of a frame. */
    private boolean isEnded;

    /** How many operations were begun when this was noticed. */
    private long endedAt;

    /** Whether the connection ended within a frame, or refuses to send. */
    private boolean isBroken;

    private @Nullable IOException cause;

    Lane(Engine engine, Peer peer, Wire wire, SelectionKey key) {
        this.engine = engine;
        this.peer = peer;
        this.wire = wire;
        this.key = key;
        key.attach(this);
    }

    /** Passes operations for which nothing has to arrive. */
    abstract void skip();

    /** Returns the number of the operation for which something has to arrive next. */
    abstract long next();

    /**
     * Returns where a piece goes, or null if there is no place for it yet.
     *
     * @throws ExchangeException if it is not what has to arrive next
     */
    abstract @Nullable ByteBuffer place(Frame frame);

    /** Takes note of a whole piece. */
    abstract void arrived(Frame frame);

    /** Calls {@link #send} with the next piece, or returns false if there is none to send now. */
    abstract boolean prepare();

    /** Takes note of a piece that was sent. */
    abstract void sent(int bytes);

    /** Reads and places what there is; returns whether there was anything. */
    final boolean read() {
        skip();
        boolean isMoved = false;
        while (!isEnded && !isBroken) {
            ByteBuffer place = piece;
            if (place == null) {
                if (!isHeld) {
                    int before = arrivingHeader.position();
                    if (!fill(arrivingHeader)) {
                        return isMoved || arrivingHeader.position() > before;
                    }
                    arriving.read(arrivingHeader, peer.name);
                    isHeld = true;
                }
                place = arriving.kind == Frame.FAREWELL ? farewellBuffer() : place(arriving);
                if (place == null) {
                    return isMoved;
                }
                isHeld = false;
                piece = place;
                pieceStart = place.position();
            }
            int before = place.position();
            boolean isWhole = fill(place);
            isMoved |= place.position() > before;
            if (!isWhole) {
                return isMoved;
            }
            finish(place);
            isMoved = true;
            skip();
        }
        return isMoved;
    }

    private void finish(ByteBuffer place) {
        place.position(pieceStart);
        crc.reset();
        crc.update(place);
        if ((int) crc.getValue() != arriving.checksum) {
            throw new ExchangeException(
                    peer.name + " sent " + arriving
                            + ", and its numbers were changed on the way: the checksum is wrong; the network or a machine's memory is faulty");
        }
        piece = null;
        if (arriving.kind == Frame.FAREWELL) {
            place.position(pieceStart);
            peer.said(StandardCharsets.UTF_8.decode(place).toString(), arriving.operation != 0);
            end();
        } else {
            arrived(arriving);
        }
    }

    private ByteBuffer farewellBuffer() {
        if (arriving.length < 0 || arriving.length > Frame.MOST_FAREWELL_BYTES) {
            throw new ExchangeException(peer.name + " sent a farewell of " + arriving.length + " bytes");
        }
        return ByteBuffer.allocate(arriving.length);
    }

    /** Reads until a buffer is full; returns whether it is. */
    private boolean fill(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            if (!isReadable) {
                return false;
            }
            int read;
            try {
                read = wire.read(buffer);
            } catch (IOException e) {
                cause = e;
                read = -1;
            }
            if (read < 0) {
                isBroken |= piece != null || arrivingHeader.position() > 0;
                end();
                return false;
            }
            isReadable = read > 0 && (!buffer.hasRemaining() || wire.mayHaveMore());
        }
        return true;
    }

    private void end() {
        isEnded = true;
        endedAt = engine.seen();
        engine.hasEndings = true;
    }

    /** Sends what there is, as far as the system takes it; returns whether there was anything. */
    final boolean write() {
        boolean isMoved = false;
        while (!isBroken) {
            if (!isSending) {
                if (!prepare()) {
                    return isMoved;
                }
                isSending = true;
            }
            if (!isWritable) {
                return isMoved;
            }
            int before = parts[1].remaining();
            try {
                isWritable = wire.write(parts);
            } catch (IOException e) {
                cause = e;
                isBroken = true;
                engine.hasEndings = true;
                return true;
            }
            isMoved |= isWritable || parts[1].remaining() < before;
            if (!isWritable) {
                return isMoved;
            }
            isSending = false;
            sent(leaving.length);
        }
        return isMoved;
    }

    /** Makes a piece the next to be sent. */
    final void send(byte kind, Operation operation, long offset, ByteBuffer bytes) {
        int start = bytes.position();
        crc.reset();
        crc.update(bytes);
        bytes.position(start);
        send(kind, operation, offset, bytes, (int) crc.getValue());
    }

    /** Makes a piece whose checksum is known the next to be sent. */
    final void send(byte kind, Operation operation, long offset, ByteBuffer bytes, int checksum) {
        leaving.kind = kind;
        leaving.type = operation.type;
        leaving.operation = operation.number;
        leaving.count = operation.count;
        leaving.offset = offset;
        leaving.length = bytes.remaining();
        leaving.checksum = checksum;
        leaving.write(leavingHeader);
        parts[1] = bytes;
    }

    /** Tells the other worker why this one leaves, if that is possible at once. */
    @SuppressWarnings("EmptyCatch")
    final void sayFarewell(byte[] text, boolean isFailure) {
        if (isSending || isBroken || !isWritable) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(text);
        crc.reset();
        crc.update(text);
        leaving.kind = Frame.FAREWELL;
        leaving.type = 0;
        leaving.operation = isFailure ? 1 : 0;
        leaving.count = 0;
        leaving.offset = 0;
        leaving.length = text.length;
        leaving.checksum = (int) crc.getValue();
        leaving.write(leavingHeader);
        try {
            wire.write(new ByteBuffer[] {leavingHeader, bytes});
        } catch (IOException e) {
            // The other worker learns from the end of the connection.
        }
    }

    /**
     * Checks that a piece is the next one of an operation.
     *
     * @param total how many bytes this connection carries of it
     */
    final void require(Frame frame, byte kind, Operation operation, long offset, long total) {
        if (frame.kind != kind || frame.type != operation.type || frame.count != operation.count) {
            throw new ExchangeException(peer.name + " is at " + frame + ", but this worker at " + operation
                    + ": all workers must begin the same operations in the same order");
        }
        int length = (int) Math.min(engine.pieceBytes, total - offset);
        if (frame.offset != offset || frame.length != length) {
            throw new ExchangeException(peer.name + " sent " + frame.length + " bytes from " + frame.offset + " on of "
                    + operation + ", where " + length + " from " + offset + " on had to follow");
        }
    }

    /** Checks the number of an operation. */
    final void requireNext(Frame frame, byte first, byte second) {
        if (frame.operation != next() || (frame.kind != first && frame.kind != second)) {
            throw new ExchangeException(
                    peer.name + " sent " + frame + ", where operation " + next() + " had to follow");
        }
    }

    /**
     * Returns whether the connection has failed, or has ended before everything arrived that was begun. A worker that has left may have
     * sent what completes the last operation of all, but has no part in one that begins later.
     */
    final boolean isLost() {
        return isBroken || (isEnded && Math.min(next(), endedAt) < engine.seen());
    }

    /** Reads what is left before the end, whatever the system has said. */
    final void readRest() {
        isReadable = true;
        boolean wasBroken = isBroken;
        if (piece == null && arrivingHeader.position() == 0) {
            isBroken = false;
            read();
        }
        isBroken |= wasBroken;
    }

    final @Nullable IOException cause() {
        return cause;
    }

    /** Returns whether the last frame has not left yet. */
    final boolean isSending() {
        return isSending;
    }

    /** Notes what the system says the connection is ready for. */
    final void ready(int operations) {
        isReadable |= (operations & SelectionKey.OP_READ) != 0;
        isWritable |= (operations & SelectionKey.OP_WRITE) != 0;
    }

    /** Asks the system about what this connection waits for. */
    final void askForEvents() {
        int wanted = (isHeld || isEnded ? 0 : SelectionKey.OP_READ) | (isWritable ? 0 : SelectionKey.OP_WRITE);
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    final void close() {
        key.cancel();
        wire.close();
    }
}
