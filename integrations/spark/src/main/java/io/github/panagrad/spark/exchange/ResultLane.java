package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.exchange.ExchangeException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * The second connection: sums from their owner. What arrives here never has to wait: its operation was begun, because this worker's own
 * numbers are in it.
 */
final class ResultLane extends Lane {
    private long sending;
    private long sentBytes;
    private long arriving;
    private long arrivedBytes;

    ResultLane(Engine engine, Peer peer, Wire wire, SelectionKey key) {
        super(engine, peer, wire, key);
    }

    @Override
    void skip() {
        while (arriving < engine.seen()) {
            Operation operation = engine.operation(arriving);
            if (operation.kind == Frame.CONTRIBUTION && operation.sums[peer.index].bytes() > 0) {
                return;
            }
            arriving++;
            engine.passed(operation);
        }
    }

    @Override
    long next() {
        return arriving;
    }

    @Override
    ByteBuffer place(Frame frame) {
        requireNext(frame, Frame.RESULT, Frame.RESULT);
        if (arriving == engine.seen()) {
            throw new ExchangeException(peer.name + " sent " + frame + ", which this worker has not begun");
        }
        Operation operation = engine.operation(arriving);
        Range sums = operation.sums[peer.index];
        require(frame, Frame.RESULT, operation, arrivedBytes, sums.bytes());
        return sums.piece(arrivedBytes, frame.length);
    }

    @Override
    void arrived(Frame frame) {
        Operation operation = engine.operation(arriving);
        arrivedBytes += frame.length;
        if (arrivedBytes == operation.sums[peer.index].bytes()) {
            arrivedBytes = 0;
            arriving++;
            engine.passed(operation);
        }
    }

    @Override
    boolean prepare() {
        while (sending < engine.seen()) {
            Operation operation = engine.operation(sending);
            if (operation.hasPart()) {
                if (sentBytes == operation.summedBytes) {
                    return false;
                }
                int length = (int) Math.min(engine.pieceBytes, operation.part.byteSize() - sentBytes);
                ByteBuffer bytes = operation.own[peer.index].piece(sentBytes, length);
                send(
                        Frame.RESULT,
                        operation,
                        sentBytes,
                        bytes,
                        operation.checksums[(int) (sentBytes / engine.pieceBytes)]);
                return true;
            }
            sending++;
            engine.passed(operation);
        }
        return false;
    }

    @Override
    void sent(int bytes) {
        Operation operation = engine.operation(sending);
        sentBytes += bytes;
        if (sentBytes == operation.part.byteSize()) {
            sentBytes = 0;
            sending++;
            engine.passed(operation);
        }
    }
}
