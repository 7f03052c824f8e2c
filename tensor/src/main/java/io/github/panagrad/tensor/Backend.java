package io.github.panagrad.tensor;

import io.github.panagrad.blas.LibraryChoice;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.blas.OpenBlasUnavailableException;
import io.github.panagrad.log.Warnings;
import java.util.concurrent.atomic.AtomicBoolean;

/** What does the arithmetic. */
public enum Backend {
    /** Matrix products by OpenBLAS, passes over elements by the Vector API. */
    NATIVE,
    /** Plain Java loops: no native library, no incubator module; slower, and the same bits on every machine. */
    JAVA;

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /**
     * Returns the backend that the system property or environment variable of {@link LibraryChoice} chooses; see {@link
     * #preferred(LibraryChoice)}.
     */
    public static Backend preferred() {
        return preferred(LibraryChoice.ofThisProcess());
    }

    /**
     * Returns {@link #JAVA} if that is the choice; otherwise {@link #NATIVE} if the chosen OpenBLAS is available. If any would
     * do and none is available, returns {@link #JAVA} after one warning that lists what was tried. It is logged, or, where slf4j
     * has no provider, written to standard error, unless the system property {@code panagrad.warnings} is {@code off}. {@link
     * #require(LibraryChoice)} throws instead.
     *
     * @throws io.github.panagrad.blas.OpenBlasLoadException if a certain library was chosen and cannot be used
     */
    public static Backend preferred(LibraryChoice choice) {
        try {
            return require(choice);
        } catch (OpenBlasUnavailableException e) {
            if (!WARNED.getAndSet(true)) {
                Warnings.warn(Backend.class, "using the java backend, which is slower: " + e.getMessage());
            }
            return JAVA;
        }
    }

    /**
     * Returns what the system property or environment variable of {@link LibraryChoice} chooses, or throws; see {@link
     * #require(LibraryChoice)}.
     */
    public static Backend require() {
        return require(LibraryChoice.ofThisProcess());
    }

    /**
     * Returns {@link #JAVA} if that is the choice; otherwise {@link #NATIVE}, with the chosen OpenBLAS loaded. For programs that
     * should rather not start than be slow: it never falls back to {@link #JAVA}.
     *
     * @throws io.github.panagrad.blas.OpenBlasLoadException if a certain library was chosen and cannot be used
     * @throws OpenBlasUnavailableException if any would do, and none is available; the message lists what was tried and the
     *     remedies
     */
    public static Backend require(LibraryChoice choice) {
        if (choice.kind() == LibraryChoice.Kind.JAVA) {
            return JAVA;
        }
        OpenBlas.load(choice);
        return NATIVE;
    }

    /**
     * Returns how many threads may compute at once: OpenBLAS has a fixed number of buffers, and ends the process when
     * more threads are inside it.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if this is {@link #NATIVE} and OpenBLAS is unavailable
     */
    public int maxThreads() {
        if (this == JAVA) {
            return Integer.MAX_VALUE;
        }
        int callers = OpenBlas.load().describe().maxCallers();
        // A build without threads is called by one thread at a time, however many there are.
        return callers > 1 ? callers : Integer.MAX_VALUE;
    }

    /** Returns the name used on the command line and in reports: {@code native} or {@code java}. */
    public String label() {
        return this == NATIVE ? "native" : "java";
    }
}
