package io.github.panagrad.blas;

import io.github.panagrad.blas.call.Cblas;
import io.github.panagrad.blas.call.CblasFunctions;
import io.github.panagrad.log.Warnings;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The OpenBLAS library of this process, which is loaded at most once and never unloaded.
 *
 * <p>What is searched is a {@link LibraryChoice}. By default it is the library in the jar {@code org.bytedeco:openblas} with
 * the native classifier of this platform, if it is on the class path or module path; otherwise the system's library, by name
 * and in the standard folders.
 *
 * <p>It may also be another product that has the functions of CBLAS: Accelerate, which comes first on macOS, or, named as a file, Intel's
 * MKL or any other. Threads may share the object.
 */
public final class OpenBlas {
    /**
     * The variables that libraries read when they are loaded, or first called: builds of OpenBLAS with pthreads read the first,
     * and would otherwise start their threads at once; builds with OpenMP read the second, through their runtime; the others are for
     * Accelerate, MKL and BLIS.
     */
    private static final Map<String, String> ONE_THREAD = Map.of(
            "OPENBLAS_NUM_THREADS", "1",
            "OMP_NUM_THREADS", "1",
            "VECLIB_MAXIMUM_THREADS", "1",
            "MKL_NUM_THREADS", "1",
            "BLIS_NUM_THREADS", "1");

    private static @Nullable OpenBlas instance;

    private final LibraryFinder.Found found;

    private OpenBlas(LibraryFinder.Found found) {
        this.found = found;
    }

    /**
     * Finds and loads the library that the system property or environment variable chooses, or returns the library that is
     * already loaded, whoever chose it. See {@link #load(LibraryChoice)}.
     */
    public static synchronized OpenBlas load() {
        return instance != null ? instance : load(LibraryChoice.ofThisProcess());
    }

    /**
     * Finds and loads the library and sets it to one thread, or returns the library that is already loaded. Threads may
     * call this concurrently. A failure is not cached: the next call searches again.
     *
     * @throws OpenBlasLoadException if the choice cannot be met, also because another library is already loaded; the caller
     *     must not fall back to something else
     * @throws OpenBlasUnavailableException if no library was found; the message lists what was tried and how to install
     *     OpenBLAS
     */
    public static synchronized OpenBlas load(LibraryChoice choice) {
        if (instance == null) {
            checkNativeAccess();
            LibraryFinder finder = new LibraryFinder(Platform.current(), FileView.ofThisMachine(), new NativeOpener());
            instance = loadWith(() -> finder.find(choice));
        } else if (!instance.fits(choice)) {
            throw new OpenBlasLoadException(
                    choice + " cannot be met: this process has already loaded "
                            + instance.found.library().path() + " ("
                            + instance.found.source().label()
                            + "), and a process can only use one library",
                    null);
        }
        return instance;
    }

    private boolean fits(LibraryChoice choice) {
        return switch (choice.kind()) {
            case AUTO -> true;
            case DECLARED -> found.source() == LibrarySource.DECLARED;
            case SYSTEM -> found.source() == LibrarySource.SYSTEM;
            case JAVA -> false;
            case FILE -> isSameFile(choice.value());
        };
    }

    private boolean isSameFile(String path) {
        try {
            return Files.isSameFile(Path.of(path), found.library().path());
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** Loads the library that a search finds. */
    static OpenBlas loadWith(Supplier<LibraryFinder.Found> search) {
        LibraryFinder.Found found = NativeEnvironment.during(search, ONE_THREAD);
        SearchLog searchLog = found.searchLog();
        String cpuinfo = FileView.ofThisMachine().read("/proc/cpuinfo").orElse("");
        LibraryWarnings.about(found.library().probe(), Platform.current(), cpuinfo)
                .forEach(searchLog::warn);
        LoadedLibrary library = found.library();
        Cblas.use(CblasFunctions.of(library.symbols(), library.probe().names()));
        OpenBlas blas = new OpenBlas(found);
        blas.setThreads(1);
        OpenMpCheck.warning(library.symbols()).ifPresent(searchLog::warn);
        searchLog.warnings().forEach(warning -> Warnings.warn(OpenBlas.class, warning));
        return blas;
    }

    /** Checks native access first: a class whose initialiser is denied native access would remain unusable. */
    private static void checkNativeAccess() {
        try {
            MemorySegment.NULL.reinterpret(0);
        } catch (IllegalCallerException e) {
            Module module = OpenBlas.class.getModule();
            throw new OpenBlasUnavailableException(
                    List.of("OpenBLAS cannot be loaded, because this JVM denies native access. Start it with "
                            + "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED") + "."),
                    List.of(),
                    e);
        }
    }

    /** Returns what is known about the library, including its current number of threads. */
    public LibraryDescription describe() {
        LibraryProbe probe = found.library().probe();
        return new LibraryDescription(
                probe.provider().product(),
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
     * Sets the number of threads that the library uses for one call. Panagrad leaves this at 1 and divides the work
     * itself. With an OpenMP build, the setting affects calls from the current thread only.
     *
     * @throws IllegalArgumentException if the number is less than 1, or more than this build supports
     */
    public void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a library needs at least 1 thread, found " + threads);
        }
        LoadedLibrary library = found.library();
        LibraryProbe probe = library.probe();
        int before = threads();
        probe.provider().setThreads(library.symbols(), probe.names(), threads);
        int now = threads();
        if (now != threads) {
            probe.provider().setThreads(library.symbols(), probe.names(), before);
            throw new IllegalArgumentException("this " + probe.provider().product() + " (" + probe.config()
                    + ") supports at most " + now + " threads, found " + threads);
        }
    }

    /** Returns the number of threads that the library uses for one call. */
    public int threads() {
        LibraryProbe probe = found.library().probe();
        return probe.provider().threads(found.library().symbols(), probe.names());
    }
}
