package io.github.panagrad;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The library as a whole. */
public final class Panagrad {
    private static final String VERSION = read();

    private Panagrad() {}

    /**
     * Returns the version of the library, such as {@code 0.1.0}, or {@code 0.2.0-SNAPSHOT} for what comes before a release. It is
     * known however the library is packed: as modules, on the class path, in a runtime image or in a jar with everything.
     */
    public static String version() {
        return VERSION;
    }

    /** Reads what the build wrote: manifests are lost when jars are merged, and linked modules have none. */
    private static String read() {
        try (InputStream text = Objects.requireNonNull(Panagrad.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the version of Panagrad cannot be read from its jar", e);
        }
    }
}
