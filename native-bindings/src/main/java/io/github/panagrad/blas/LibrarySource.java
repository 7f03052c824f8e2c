package io.github.panagrad.blas;

/** The origin of a loaded OpenBLAS. */
public enum LibrarySource {
    /** Named by the user, as a {@link LibraryChoice} of a file. */
    EXPLICIT("named"),
    /** Installed on the system. */
    SYSTEM("system"),
    /** Extracted from the jar {@code org.bytedeco:openblas}. */
    DECLARED("declared");

    private final String label;

    LibrarySource(String label) {
        this.label = label;
    }

    /** Returns the name in models and checkpoints: {@code named}, {@code system} or {@code declared}. */
    public String label() {
        return label;
    }
}
