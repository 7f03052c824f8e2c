package io.github.panagrad.blas;

/** The origin of a loaded OpenBLAS. */
public enum LibrarySource {
    /** Named by the user, with {@code -Dpanagrad.blas.library} or {@code PANAGRAD_BLAS_LIBRARY}. */
    EXPLICIT,
    /** Installed on the system. */
    SYSTEM,
    /** Extracted from the jar {@code org.bytedeco:openblas}. */
    BUNDLED
}
