package io.github.panagrad.spark.exchange;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.exchange.ExchangeException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskInterruptListener;

/**
 * The exchange of the tasks of a barrier stage: task i is worker i.
 *
 * <p>The driver draws a {@linkplain #newSecret secret} for each stage and gives it to the tasks in their closure; who can read Spark's own
 * connections can therefore read it, unless Spark encrypts them. With {@code spark.ssl.rpc.enabled} the exchange uses TLS with the same key
 * store. Where Spark encrypts by {@code spark.network.crypto.enabled} or SASL alone, tasks are refused, because gradients would travel in
 * the clear where everything else is encrypted, unless {@value #UNENCRYPTED} is {@code true}.
 */
public final class BarrierExchange {
    /** The setting of Spark that allows gradients to travel in the clear where Spark encrypts its own connections. */
    public static final String UNENCRYPTED = "spark.panagrad.exchange.unencrypted";

    private static final int SECRET_BYTES = 32;

    private BarrierExchange() {}

    /** Returns a new secret, for the tasks of one stage; called by the driver. */
    public static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /**
     * Connects the task with all others of its stage, which must do the same. It takes somewhat more than a second, because {@link
     * BarrierTaskContext#allGather} does. The exchange is closed when the task ends or is killed.
     *
     * @param secret from {@link #newSecret}, the same for all tasks; read
     * @param timeout for all tasks to connect, and how long one may keep the others waiting
     * @throws ExchangeException if a task cannot be reached
     * @throws InvalidInputException if Spark's encryption is configured in a way that the exchange cannot follow
     */
    public static TcpExchange join(BarrierTaskContext context, byte[] secret, Duration timeout) {
        SparkEnv spark = SparkEnv.get();
        ExchangeSettings settings = settings(context, spark, secret, timeout);
        String host = spark.blockManager().blockManagerId().host();
        try (ExchangePort port = open(host, settings)) {
            String[] told = context.allGather(host + " " + port.address().getPort());
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (String one : told) {
                String[] words = one.split(" ", -1);
                addresses.add(new InetSocketAddress(words[0], Integer.parseInt(words[1])));
            }
            TcpExchange exchange = port.connect(context.partitionId(), addresses);
            TaskCompletionListener whenEnded = ended -> exchange.close();
            context.addTaskCompletionListener(whenEnded);
            TaskInterruptListener whenKilled = (killed, reason) -> exchange.close();
            context.addTaskInterruptListener(whenKilled);
            return exchange;
        }
    }

    private static ExchangeSettings settings(TaskContext context, SparkEnv spark, byte[] secret, Duration timeout) {
        SparkConf conf = spark.conf();
        SecurityManager security = spark.securityManager();
        String stage =
                conf.get("spark.app.id", "") + "/stage " + context.stageId() + "." + context.stageAttemptNumber();
        ExchangeSettings settings = ExchangeSettings.of(secret, stage).withTimeout(timeout);
        if (security.isSslRpcEnabled()) {
            return settings.withTls(SparkTls.context(security.getRpcSSLOptions()));
        }
        if (security.isEncryptionEnabled() && !conf.getBoolean(UNENCRYPTED, false)) {
            throw new InvalidInputException(
                    "Spark encrypts its connections here, but not by TLS, which is what gradients can be"
                            + " encrypted with: set spark.ssl.rpc.enabled and its key store, or " + UNENCRYPTED
                            + "=true to let gradients travel in the clear");
        }
        return settings;
    }

    /** Listens at the executor's address only, unless the host's name stands for one that this machine does not have. */
    private static ExchangePort open(String host, ExchangeSettings settings) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ExchangeException(
                    "the name of this executor's host, " + host
                            + ", is unknown on that host itself: set SPARK_LOCAL_HOSTNAME or SPARK_LOCAL_IP to an address",
                    e);
        }
        try {
            return ExchangePort.open(address, settings);
        } catch (ExchangeException e) {
            if (e.getCause() instanceof BindException) {
                return ExchangePort.open(wildcard(), settings);
            }
            throw e;
        }
    }

    private static InetAddress wildcard() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
