package io.github.panagrad.blas;

import java.util.Optional;

/**
 * Which OpenBLAS is wanted.
 *
 * @param kind what is searched
 * @param value the text of the choice; the path, if it is a file
 * @param origin the option, property or variable that chose, as the user would write it, for messages
 */
public record LibraryChoice(Kind kind, String value, String origin) {
    /** What is searched. */
    public enum Kind {
        /** The declared library, otherwise the system's. */
        AUTO("auto"),
        /** The declared library only. */
        DECLARED("declared"),
        /** The system's library only. */
        SYSTEM("system"),
        /** No library: the java backend. */
        JAVA("java"),
        /** A library file that the user named. */
        FILE("PATH");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** The system property that chooses for a process. */
    public static final String PROPERTY = "panagrad.blas";

    /** The environment variable that chooses where the property does not. */
    public static final String VARIABLE = "PANAGRAD_BLAS_LIBRARY";

    /**
     * Reads {@code auto}, {@code declared}, {@code system}, {@code java} or a path; a file with such a name is written with its
     * folder, as in {@code ./java}.
     */
    public static LibraryChoice parse(String origin, String value) {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.FILE && kind.label.equals(value)) {
                return new LibraryChoice(kind, value, origin);
            }
        }
        return new LibraryChoice(Kind.FILE, value, origin);
    }

    /** Returns the choice of this process: by the property, otherwise by the variable, otherwise {@code auto}. */
    public static LibraryChoice ofThisProcess() {
        return of(Platform.settingOfThisProcess(PROPERTY, VARIABLE));
    }

    static LibraryChoice on(Platform platform) {
        return of(platform.setting(PROPERTY, VARIABLE));
    }

    private static LibraryChoice of(Optional<Platform.Setting> setting) {
        return setting.map(given -> parse(given.origin(), given.value()))
                .orElseGet(() -> new LibraryChoice(Kind.AUTO, Kind.AUTO.label, "the default"));
    }

    /** Returns the choice as the user would write it, such as {@code --blas system}. */
    @Override
    public String toString() {
        return origin + (origin.startsWith("--") ? " " : "=") + value;
    }
}
