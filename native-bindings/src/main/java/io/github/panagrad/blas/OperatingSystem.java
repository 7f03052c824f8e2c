package io.github.panagrad.blas;

import java.util.Locale;

/** The operating systems that the search supports. */
enum OperatingSystem {
    LINUX,
    MACOS,
    OTHER;

    /** Reads the system property {@code os.name}. */
    static OperatingSystem of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("linux")) {
            return LINUX;
        }
        return lower.startsWith("mac") ? MACOS : OTHER;
    }
}
