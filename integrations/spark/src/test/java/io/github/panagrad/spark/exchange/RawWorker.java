package io.github.panagrad.spark.exchange;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Worker 1 as sockets that send what a test wants: written from the description of the protocol, not with its classes.
 */
final class RawWorker implements Closeable {
    final Socket first;
    final Socket second;

    private RawWorker(Socket first, Socket second) {
        this.first = first;
        this.second = second;
    }

    /** Connects to worker 0. */
    static RawWorker join(InetSocketAddress address, byte[] secret, String stage) throws IOException {
        Socket first = shakeHands(address, 1, 0, 0, secret, stage);
        return new RawWorker(first, shakeHands(address, 1, 0, 1, secret, stage));
    }

    /** Opens one connection, or fails with an {@link IOException} if it is refused. */
    static Socket shakeHands(InetSocketAddress address, int me, int other, int lane, byte[] secret, String stage)
            throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        try {
            socket.setSoTimeout(15_000);
            socket.setTcpNoDelay(true);
            byte[] hello = ByteBuffer.allocate(52)
                    .put("PGXH".getBytes(StandardCharsets.US_ASCII))
                    .putInt(1)
                    .putInt(me)
                    .putInt(other)
                    .putInt(lane)
                    .put(new byte[32])
                    .array();
            socket.getOutputStream().write(hello);
            byte[] nonce = new byte[32];
            byte[] proof = new byte[32];
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(nonce);
            in.readFully(proof);
            socket.getOutputStream().write(proof(2, secret, stage, hello, nonce));
            if (in.readByte() != 1) {
                throw new IOException("not accepted");
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] proof(int role, byte[] secret, String stage, byte[] hello, byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] name = stage.getBytes(StandardCharsets.UTF_8);
            mac.update((byte) role);
            mac.update(ByteBuffer.allocate(4).putInt(name.length).array());
            mac.update(name);
            mac.update(hello);
            mac.update(nonce);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a frame with right checksums. */
    static byte[] frame(int kind, int type, long operation, long count, long offset, byte[] piece) {
        return frame(kind, type, operation, count, offset, piece.length, piece);
    }

    static byte[] frame(int kind, int type, long operation, long count, long offset, int length, byte[] piece) {
        ByteBuffer frame = ByteBuffer.allocate(44 + piece.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.put("PGXF".getBytes(StandardCharsets.US_ASCII))
                .put((byte) kind)
                .put((byte) type)
                .putShort((short) 0)
                .putLong(operation)
                .putLong(count)
                .putLong(offset)
                .putInt(length)
                .putInt(checksum(piece, piece.length))
                .putInt(checksum(frame.array(), 40))
                .put(piece);
        return frame.array();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Returns numbers as they are sent. */
    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** Reads to the end; returns what came. */
    static byte[] rest(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
    }
}
