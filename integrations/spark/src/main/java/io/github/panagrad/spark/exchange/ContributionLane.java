package io.github.panagrad.spark.exchange;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * The first connection: numbers for their owner, and messages. At least one frame of every operation, so that workers that do different
 * things find out. What arrives for an operation that this worker has not begun waits in the buffers of TCP.
 */
final class ContributionLane extends Lane {
    private long sending;
    private long sentBytes;
    private long arriving;
    private long arrivedBytes;

    ContributionLane(Engine engine, Peer peer, Wire wire, SelectionKey key) {
        super(engine, peer, wire, key);
    }

    @Override
    void skip() {}

    @Override
    long next() {
        return arriving;
    }

    @Override
    @Nullable
    ByteBuffer place(Frame frame) {
        requireNext(frame, Frame.CONTRIBUTION, Frame.MESSAGE);
        if (arriving == engine.seen()) {
            return null;
        }
        Operation operation = engine.operation(arriving);
        require(frame, operation.kind, operation, arrivedBytes, total(operation));
        if (operation.kind == Frame.MESSAGE) {
            return operation.messages[peer.index].piece(arrivedBytes, frame.length);
        }
        if (frame.length == 0) {
            return EMPTY;
        }
        return peer.arrivedPieces - engine.summedPieces() == Peer.SLOTS ? null : peer.slot(frame.length);
    }

    private long total(Operation operation) {
        return operation.kind == Frame.MESSAGE ? operation.count : operation.part.byteSize();
    }

    @Override
    void arrived(Frame frame) {
        Operation operation = engine.operation(arriving);
        if (operation.kind == Frame.CONTRIBUTION && frame.length > 0) {
            peer.arrivedPieces++;
        }
        arrivedBytes += frame.length;
        if (arrivedBytes == total(operation)) {
            arrivedBytes = 0;
            arriving++;
            engine.passed(operation);
        }
    }

    @Override
    boolean prepare() {
        if (sending == engine.seen()) {
            return false;
        }
        Operation operation = engine.operation(sending);
        Range bytes = operation.outgoing[peer.index];
        int length = (int) Math.min(engine.pieceBytes, bytes.bytes() - sentBytes);
        send(operation.kind, operation, sentBytes, bytes.piece(sentBytes, length));
        return true;
    }

    @Override
    void sent(int bytes) {
        Operation operation = engine.operation(sending);
        sentBytes += bytes;
        if (sentBytes == operation.outgoing[peer.index].bytes()) {
            sentBytes = 0;
            sending++;
            engine.passed(operation);
        }
    }
}
