package io.github.panagrad.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Warnings that nobody must miss: without a library or a module everything is several times slower, and nothing else would say so.
 * They are logged; where slf4j has no provider, and would drop them, they go to standard error.
 */
public final class Warnings {
    /** The system property that keeps them from standard error, with the value {@code off}. */
    public static final String PROPERTY = "panagrad.warnings";

    private static final String OFF = "off";

    private Warnings() {}

    /** Warns, as the logger of a class. The caller does so once in a process. */
    public static void warn(Class<?> origin, String message) {
        Logger log = LoggerFactory.getLogger(origin);
        if (!(LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory)) {
            log.warn("{}", message);
        } else if (!OFF.equals(System.getProperty(PROPERTY))) {
            System.err.println("panagrad: " + message + " (-D" + PROPERTY + "=" + OFF
                    + " hides such warnings; a provider" + " of slf4j receives them)");
        }
    }
}
