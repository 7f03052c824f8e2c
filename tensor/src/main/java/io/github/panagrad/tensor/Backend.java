package io.github.panagrad.tensor;

import io.github.panagrad.blas.LibraryChoice;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.blas.OpenBlasUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

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
     * do and none is available, returns {@link #JAVA} after one warning that lists what was tried.
     *
     * @throws io.github.panagrad.blas.OpenBlasLoadException if a certain library was chosen and cannot be used
     */
    public static Backend preferred(LibraryChoice choice) {
        if (choice.kind() == LibraryChoice.Kind.JAVA) {
            return JAVA;
        }
        try {
            OpenBlas.load(choice);
            return NATIVE;
        } catch (OpenBlasUnavailableException e) {
            if (!WARNED.getAndSet(true)) {
                LoggerFactory.getLogger(Backend.class)
                        .warn("using the java backend, which is slower: {}", e.getMessage());
            }
            return JAVA;
        }
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
