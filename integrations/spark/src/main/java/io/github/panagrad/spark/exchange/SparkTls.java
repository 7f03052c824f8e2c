package io.github.panagrad.spark.exchange;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.spark.SSLOptions;
import scala.Option;

/** TLS with the key store and the trust store that Spark's own connections have. */
final class SparkTls {
    private SparkTls() {}

    /**
     * Makes a context. Without a trust store, certificates of the key store itself are trusted, which all executors share.
     *
     * @throws InvalidInputException if there is no key store, or it cannot be read
     */
    static SSLContext context(SSLOptions options) {
        if (options.keyStore().isEmpty()) {
            throw new InvalidInputException(
                    "gradients are encrypted with the key store of spark.ssl.rpc.keyStore, which is not set;"
                            + " certificates in PEM files (spark.ssl.rpc.certChain) are not supported: put them into a key store");
        }
        File file = options.keyStore().get();
        try {
            char[] password = chars(options.keyStorePassword());
            KeyStore keys = read(file, options.keyStoreType(), password);
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, options.keyPassword().isEmpty() ? password : chars(options.keyPassword()));
            KeyStore trusted = keys;
            if (options.trustStore().isDefined()) {
                file = options.trustStore().get();
                trusted = read(file, options.trustStoreType(), chars(options.trustStorePassword()));
            }
            TrustManagerFactory trustManagers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidInputException(
                    "the store of Spark's certificates, " + Quoted.path(file.toPath()) + ", cannot be used: "
                            + Quoted.sentence(String.valueOf(e.getMessage()))
                            + "; check spark.ssl.rpc.keyStore, .trustStore and their passwords",
                    e);
        }
    }

    private static KeyStore read(File file, Option<String> type, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type.isDefined() ? type.get() : KeyStore.getDefaultType());
        try (InputStream in = Files.newInputStream(file.toPath())) {
            store.load(in, password);
        }
        return store;
    }

    private static char[] chars(Option<String> password) {
        return password.isDefined() ? password.get().toCharArray() : new char[0];
    }
}
