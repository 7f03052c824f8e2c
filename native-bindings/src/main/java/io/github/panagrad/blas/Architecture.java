package io.github.panagrad.blas;

/** The processor architectures that the search supports. */
enum Architecture {
    X86_64,
    AARCH64,
    OTHER;

    /** Reads the system property {@code os.arch}. */
    static Architecture of(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> OTHER;
        };
    }
}
