package io.github.panagrad.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * What {@code java -jar} starts. Compiled for Java 8, so that an old JVM runs it and prints a sentence, where it would refuse the
 * other classes with an error about class files.
 */
public final class Launcher {
    private static final int OLDEST_JAVA = 25;
    private static final int BAD_USAGE = 2;

    private Launcher() {}

    /** Starts the program if this JVM can run it. */
    public static void main(String[] args) throws Throwable {
        Optional<String> refusal =
                refusal(System.getProperty("java.specification.version", ""), System.getProperty("java.home", ""));
        if (refusal.isPresent()) {
            System.err.println(refusal.get());
            System.exit(BAD_USAGE);
        }
        try {
            // By name, because this class is compiled before the others can be read.
            Class.forName("io.github.panagrad.cli.Main")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Returns why a JVM cannot run the program, if it cannot. */
    static Optional<String> refusal(String version, String home) {
        if (feature(version) >= OLDEST_JAVA) {
            return Optional.empty();
        }
        return Optional.of("panagrad needs Java " + OLDEST_JAVA + " or newer; this is Java " + version + " (" + home
                + "): start it with the bin/java of a newer one");
    }

    /** Reads {@code 25}, or {@code 1.8} for Java 8. */
    private static int feature(String version) {
        String number = version.startsWith("1.") ? version.substring(2) : version;
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return OLDEST_JAVA; // Unknown to this class: let the JVM decide.
        }
    }
}
