package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.exchange.ExchangeException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two workers prove to each other, on a new connection, that they know the secret, without telling it. All numbers are big-endian.
 *
 * <pre>
 * caller:   int "PGXH", int version, int its number, int the number of whom it calls, int lane, 32 random bytes
 * answerer: 32 random bytes, proof 1
 * caller:   proof 2
 * answerer: byte 1
 * </pre>
 *
 * <p>A proof is the HMAC-SHA-256, by the secret, of {@code byte 1 or 2, int length of the stage's name, the name in UTF-8, the hello,
 * the answerer's random bytes}. Nothing of a stranger beyond these fixed lengths is read.
 */
final class Handshake {
    static final int HELLO_BYTES = 5 * Integer.BYTES + 32;
    static final int PROOF_BYTES = 32;
    static final int LANES = 2;

    private static final int NONCE_BYTES = 32;
    private static final int MAGIC = 0x50475848;
    private static final int VERSION = 1;
    private static final byte ANSWERER = 1;
    private static final byte CALLER = 2;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Wire wire;
    private final ExchangeSettings settings;
    private final SecureRandom random;
    private final boolean isCaller;
    private final int me;
    private final int workers;
    private final String name;

    private final byte[] hello = new byte[HELLO_BYTES];
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final ByteBuffer[] leaving = {NOTHING, NOTHING};
    private boolean isSent;
    private ByteBuffer arriving = NOTHING;
    private int step;
    private int other;
    private int lane;

    private Handshake(
            Wire wire,
            ExchangeSettings settings,
            SecureRandom random,
            boolean isCaller,
            int me,
            int workers,
            String name) {
        this.wire = wire;
        this.settings = settings;
        this.random = random;
        this.isCaller = isCaller;
        this.me = me;
        this.workers = workers;
        this.name = name;
    }

    /** Begins as the one who has opened the connection. */
    static Handshake call(
            Wire wire, ExchangeSettings settings, SecureRandom random, int me, int other, int lane, String name) {
        Handshake handshake = new Handshake(wire, settings, random, true, me, 0, name);
        handshake.other = other;
        handshake.lane = lane;
        return handshake;
    }

    /** Begins as the one who was called: by a worker with a higher number, if by a worker. */
    static Handshake answer(Wire wire, ExchangeSettings settings, SecureRandom random, int me, int workers) {
        return new Handshake(wire, settings, random, false, me, workers, "a stranger");
    }

    Wire wire() {
        return wire;
    }

    /** Returns the number of the other worker, once that is known. */
    int other() {
        return other;
    }

    /** Returns which connection this is, from 0. */
    int lane() {
        return lane;
    }

    /**
     * Goes as far as possible without waiting.
     *
     * @return whether both have proved that they know the secret
     * @throws IOException if the connection failed, or a stranger has called
     * @throws ExchangeException if whom this worker has called does not know the secret
     */
    boolean advance() throws IOException {
        while (true) {
            if (!isSent) {
                isSent = wire.write(leaving);
                if (!isSent) {
                    return false;
                }
            }
            while (arriving.hasRemaining()) {
                int read = wire.read(arriving);
                if (read < 0) {
                    throw new EOFException(name + " closed the connection before it had proved that it belongs here");
                }
                if (read == 0) {
                    return false;
                }
            }
            if (isCaller ? !call() : !answer()) {
                return true;
            }
        }
    }

    private boolean call() {
        switch (step++) {
            case 0 -> {
                random.nextBytes(nonce);
                ByteBuffer.wrap(hello)
                        .putInt(MAGIC)
                        .putInt(VERSION)
                        .putInt(me)
                        .putInt(other)
                        .putInt(lane)
                        .put(nonce);
                send(ByteBuffer.wrap(hello));
                arriving = ByteBuffer.allocate(NONCE_BYTES + PROOF_BYTES);
            }
            case 1 -> {
                byte[] answer = arriving.array();
                System.arraycopy(answer, 0, nonce, 0, NONCE_BYTES);
                byte[] proof = Arrays.copyOfRange(answer, NONCE_BYTES, answer.length);
                if (!MessageDigest.isEqual(proof, proof(ANSWERER))) {
                    throw new ExchangeException(
                            "what answers as " + name
                                    + " does not know the secret of this exchange: it belongs to another stage or another program");
                }
                send(ByteBuffer.wrap(proof(CALLER)));
                arriving = ByteBuffer.allocate(1);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean answer() throws IOException {
        switch (step++) {
            case 0 -> arriving = ByteBuffer.wrap(hello);
            case 1 -> {
                readHello();
                random.nextBytes(nonce);
                ByteBuffer reply = ByteBuffer.allocate(NONCE_BYTES + PROOF_BYTES);
                send(reply.put(nonce).put(proof(ANSWERER)).flip());
                arriving = ByteBuffer.allocate(PROOF_BYTES);
            }
            case 2 -> {
                if (!MessageDigest.isEqual(arriving.array(), proof(CALLER))) {
                    throw new IOException("a caller does not know the secret");
                }
                send(ByteBuffer.wrap(new byte[] {1}));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readHello() throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(hello);
        boolean isHello = fields.getInt() == MAGIC && fields.getInt() == VERSION;
        other = fields.getInt();
        int called = fields.getInt();
        lane = fields.getInt();
        if (!isHello || called != me || other <= me || other >= workers || lane < 0 || lane >= LANES) {
            throw new IOException("a caller is no worker of this exchange");
        }
    }

    private void send(ByteBuffer bytes) {
        leaving[0] = bytes;
        isSent = false;
    }

    private byte[] proof(byte role) {
        byte[] stage = settings.stage().getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(settings.secret(), "HmacSHA256"));
            mac.update(role);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(stage.length).flip());
            mac.update(stage);
            mac.update(hello);
            mac.update(nonce);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256, which every JDK must have", e);
        }
    }
}
