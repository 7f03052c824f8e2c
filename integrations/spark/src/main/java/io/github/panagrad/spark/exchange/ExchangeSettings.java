package io.github.panagrad.spark.exchange;

import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of an exchange agree on: the secret by which they know each other, the name of what they do together, how long one may
 * keep the others waiting, and whether they encrypt. Immutable; threads may share it.
 */
public final class ExchangeSettings {
    /** The fewest bytes of a secret. */
    public static final int LEAST_SECRET_BYTES = 16;

    /** How long a worker may keep the others waiting unless {@link #withTimeout} says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    /** Few enough system calls, and a piece is still in the second-level cache when it is checked and added. */
    private static final int DEFAULT_PIECE_BYTES = 1 << 18;

    private static final int MOST_PIECE_BYTES = 1 << 24;

    private final byte[] secret;
    private final String stage;
    private final Duration timeout;
    private final @Nullable SSLContext tls;
    private final int pieceBytes;

    private ExchangeSettings(byte[] secret, String stage, Duration timeout, @Nullable SSLContext tls, int pieceBytes) {
        this.secret = secret;
        this.stage = stage;
        this.timeout = timeout;
        this.tls = tls;
        this.pieceBytes = pieceBytes;
    }

    /**
     * Returns settings with a timeout of a minute and without encryption.
     *
     * @param secret known to the workers only, of at least {@value #LEAST_SECRET_BYTES} random bytes; copied
     * @param stage names what these workers do together: workers of another stage are refused, even if they know the secret
     * @throws IllegalArgumentException if the secret is too short
     */
    public static ExchangeSettings of(byte[] secret, String stage) {
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a secret needs at least " + LEAST_SECRET_BYTES + " random bytes, but has " + secret.length);
        }
        return new ExchangeSettings(
                secret.clone(), Objects.requireNonNull(stage), DEFAULT_TIMEOUT, null, DEFAULT_PIECE_BYTES);
    }

    /**
     * Returns settings with another timeout: for all workers to come together, and for how long nothing may arrive, from any worker, while
     * this one waits.
     *
     * @throws IllegalArgumentException if it is not positive, or more than a day
     */
    public ExchangeSettings withTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a timeout is above zero and at most a day, but is " + timeout);
        }
        return new ExchangeSettings(secret, stage, timeout, tls, pieceBytes);
    }

    /**
     * Returns settings with TLS on all connections, by this context: the worker with the lower number is the server of a connection. Its
     * certificate must be one that the context trusts; whose it is, the secret tells.
     */
    public ExchangeSettings withTls(SSLContext context) {
        return new ExchangeSettings(secret, stage, timeout, Objects.requireNonNull(context), pieceBytes);
    }

    /** Returns settings with another length of pieces; the same for all workers, and a multiple of 8. */
    ExchangeSettings withPieceBytes(int bytes) {
        if (bytes <= 0 || bytes % Double.BYTES != 0 || bytes > MOST_PIECE_BYTES) {
            throw new IllegalArgumentException("pieces of " + bytes + " bytes");
        }
        return new ExchangeSettings(secret, stage, timeout, tls, bytes);
    }

    /** Returns the secret; not to be changed. */
    byte[] secret() {
        return secret;
    }

    String stage() {
        return stage;
    }

    /** Returns how long a worker may keep the others waiting. */
    public Duration timeout() {
        return timeout;
    }

    @Nullable
    SSLContext tls() {
        return tls;
    }

    int pieceBytes() {
        return pieceBytes;
    }

    /** Returns the settings without the secret. */
    @Override
    public String toString() {
        return "stage " + stage + ", timeout " + timeout + ", " + (tls == null ? "not encrypted" : "TLS");
    }
}
