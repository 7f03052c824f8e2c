package io.github.panagrad.blas;

import java.nio.file.Path;

/** Interprets the messages of the dynamic linker when a library cannot be loaded. */
final class LinkerMessages {
    private LinkerMessages() {}

    /** Returns whether the JVM refused a file because another class loader has loaded it. */
    static boolean isOwnedByAnotherClassLoader(UnsatisfiedLinkError error) {
        return text(error).contains("already loaded in another classloader");
    }

    /** Returns the reason without the name of the file, with an explanation of obscure reasons. */
    static String explain(Path path, UnsatisfiedLinkError error) {
        String reason = text(error);
        String prefix = path + ": ";
        while (reason.startsWith(prefix)) { // The JVM and the dynamic linker may both name it.
            reason = reason.substring(prefix.length());
        }
        if (reason.contains("failed to map segment") || reason.contains("Operation not permitted")) {
            return reason + " (the folder is probably mounted noexec)";
        }
        return reason;
    }

    private static String text(UnsatisfiedLinkError error) {
        return String.valueOf(error.getMessage());
    }
}
