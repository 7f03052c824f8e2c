package io.github.panagrad.blas;

import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenBLAS library of this process: found and loaded at most once, and never unloaded.
 *
 * <p>Looked for, in this order: the file named by {@code -Dpanagrad.blas.library} or {@code PANAGRAD_BLAS_LIBRARY}; the
 * system's, by name and in the usual folders; the one in the jar {@code org.bytedeco:openblas} with the native
 * classifier of this platform, if that is on the class path or module path.
 *
 * <p>After {@link #load} the functions of {@link cblas_h} can be called, and not before. Threads may share the object.
 */
public final class OpenBlas {
    private static final Logger log = LoggerFactory.getLogger(OpenBlas.class);

    /**
     * What builds read when they are loaded: those with pthreads take the first, and would start their threads at once;
     * those with OpenMP take the second, through their runtime.
     */
    private static final Map<String, String> ONE_THREAD = Map.of("OPENBLAS_NUM_THREADS", "1", "OMP_NUM_THREADS", "1");

    private static @Nullable OpenBlas instance;

    private final LibraryFinder.Found found;

    private OpenBlas(LibraryFinder.Found found) {
        this.found = found;
    }

    /**
     * Finds and loads the library, with one thread of its own, or returns the one loaded before. Threads may call this
     * at the same time. A failure is not kept: the next call searches again.
     *
     * @throws OpenBlasLoadException if the file that the user named cannot be used; a caller must not fall back then
     * @throws OpenBlasUnavailableException if no library was found; the message lists everything tried, and says how to
     *     install one
     */
    public static synchronized OpenBlas load() {
        if (instance == null) {
            checkNativeAccess();
            instance = search();
        }
        return instance;
    }

    private static OpenBlas search() {
        LibraryFinder finder = new LibraryFinder(Platform.current(), FileView.ofThisMachine(), new NativeOpener());
        return loadWith(finder::find);
    }

    /** Loads what a search finds. */
    static OpenBlas loadWith(Supplier<LibraryFinder.Found> search) {
        LibraryFinder.Found found = NativeEnvironment.during(search, ONE_THREAD);
        SearchLog searchLog = found.searchLog();
        String cpuinfo = FileView.ofThisMachine().read("/proc/cpuinfo").orElse("");
        LibraryWarnings.about(found.library().probe(), Platform.current(), cpuinfo)
                .forEach(searchLog::warn);
        OpenBlas blas = new OpenBlas(found);
        blas.setThreads(1);
        OpenMpCheck.warning().ifPresent(searchLog::warn);
        searchLog.warnings().forEach(log::warn);
        return blas;
    }

    /** Asks first: a class initialiser that is refused native access would leave its class unusable. */
    private static void checkNativeAccess() {
        try {
            MemorySegment.NULL.reinterpret(0);
        } catch (IllegalCallerException e) {
            Module module = OpenBlas.class.getModule();
            throw new OpenBlasUnavailableException(
                    "OpenBLAS cannot be loaded, because this JVM denies native access. Start it with "
                            + "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED") + ".",
                    List.of(),
                    e);
        }
    }

    /** Returns what is known about the library, with the number of threads it uses now. */
    public LibraryDescription describe() {
        LibraryProbe probe = found.library().probe();
        return new LibraryDescription(
                found.library().path().toString(),
                found.source(),
                probe.version(),
                probe.config(),
                probe.coreName(),
                probe.threading(),
                threads(),
                probe.maxCallers(),
                found.searchLog().attempts(),
                found.searchLog().warnings());
    }

    /**
     * Sets how many of its own threads the library uses for one call. Panagrad leaves this at 1 and divides the work
     * itself. With an OpenMP build it holds for calls from the current thread only.
     *
     * @throws IllegalArgumentException if the number is below 1, or more than this build can use
     */
    public void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("OpenBLAS needs at least 1 thread, not " + threads);
        }
        int before = threads();
        cblas_h.openblas_set_num_threads(threads);
        int now = threads();
        if (now != threads) {
            cblas_h.openblas_set_num_threads(before);
            throw new IllegalArgumentException("This OpenBLAS ("
                    + found.library().probe().config() + ") cannot use " + threads + " threads, only " + now);
        }
    }

    /** Returns how many of its own threads the library uses for one call. */
    public int threads() {
        return cblas_h.openblas_get_num_threads();
    }
}
