package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Apple's Accelerate, which comes with macOS: since 13.3 with the names of the new interface. It reads {@code
 * VECLIB_MAXIMUM_THREADS} at the first product, which is made while that is 1; since macOS 15 threads can be turned off for the calling
 * thread, too. It has no limit of callers.
 */
record AccelerateProvider() implements CblasProvider {
    /** The library, which is not a file since macOS 11, but can be opened by this name. */
    static final Path FRAMEWORK = Path.of("/System/Library/Frameworks/Accelerate.framework/Accelerate");

    private static final String SET_THREADING = "BLASSetThreading";

    /** {@code BLAS_THREADING_SINGLE_THREADED}. */
    private static final int SINGLE_THREADED = 1;

    private static final CblasNames NEW = new CblasNames("$NEWLAPACK", false);
    private static final CblasNames NEW_WIDE = new CblasNames("$NEWLAPACK$ILP64", true);

    @Override
    public String product() {
        return "Accelerate";
    }

    @Override
    public boolean isIn(SymbolLookup library) {
        return library.find(SET_THREADING).isPresent()
                || NEW.missing(library).isEmpty()
                || NEW_WIDE.missing(library).isEmpty();
    }

    @Override
    public List<CblasNames> namings() {
        return List.of(NEW, NEW_WIDE, CblasNames.STANDARD);
    }

    @Override
    public LibraryProbe probe(Path file, SymbolLookup library, CblasNames names) throws RejectedLibraryException {
        Optional<MemorySegment> threading = library.find(SET_THREADING);
        if (threading.isPresent() && NativeCalls.integer(threading.get(), SINGLE_THREADED) != 0) {
            throw new RejectedLibraryException("an Accelerate that refuses to compute on the calling thread alone");
        }
        return new LibraryProbe(
                this,
                names,
                "of " + System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""),
                names.suffix().isEmpty() ? "the old interface" : "interface " + names.suffix(),
                LibraryProbe.UNKNOWN,
                ThreadingModel.UNKNOWN,
                Integer.MAX_VALUE);
    }

    @Override
    public void setThreads(SymbolLookup library, CblasNames names, int threads) {
        // It remains at 1.
    }

    @Override
    public int threads(SymbolLookup library, CblasNames names) {
        return 1;
    }
}
