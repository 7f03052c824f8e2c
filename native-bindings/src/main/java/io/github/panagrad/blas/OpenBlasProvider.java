package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenBLAS, also with the suffixes and 64-bit integers that builds may have. */
record OpenBlasProvider() implements CblasProvider {
    private static final String CONFIG = "openblas_get_config";
    private static final String SET_THREADS = "openblas_set_num_threads";
    private static final String GET_THREADS = "openblas_get_num_threads";

    private static final Pattern VERSION = Pattern.compile("OpenBLAS\\s+v?(\\d+\\.\\d+(?:\\.\\d+)?\\S*)");
    private static final Pattern MAX_THREADS = Pattern.compile("MAX_THREADS=(\\d+)");

    /** The minimum number of work buffers of every build since 0.3.4. */
    private static final int MIN_BUFFERS = 50;

    @Override
    public String product() {
        return "OpenBLAS";
    }

    @Override
    public boolean isIn(SymbolLookup library) {
        return namings().stream().anyMatch(names -> names.find(library, CONFIG).isPresent());
    }

    /** Whether integers are wide follows from the configuration. */
    @Override
    public List<CblasNames> namings() {
        return List.of(CblasNames.STANDARD, new CblasNames("64_", true), new CblasNames("_64", true));
    }

    @Override
    public LibraryProbe probe(Path file, SymbolLookup library, CblasNames names) throws RejectedLibraryException {
        for (String name : List.of(CONFIG, "openblas_get_parallel", SET_THREADS, GET_THREADS)) {
            if (names.find(library, name).isEmpty()) {
                throw new RejectedLibraryException("an OpenBLAS that lacks " + name + names.suffix());
            }
        }
        String coreName = names.find(library, "openblas_get_corename")
                .map(NativeCalls::string)
                .filter(name -> !name.isBlank())
                .orElse(LibraryProbe.UNKNOWN);
        MemorySegment parallel = names.find(library, "openblas_get_parallel").orElseThrow();
        return describe(
                names,
                NativeCalls.string(names.find(library, CONFIG).orElseThrow()).strip(),
                coreName,
                ThreadingModel.of(NativeCalls.integer(parallel)));
    }

    /**
     * Describes a build.
     *
     * @param config the result of {@code openblas_get_config}
     * @param coreName the processor kernel in use, or {@code unknown}
     */
    static LibraryProbe describe(CblasNames names, String config, String coreName, ThreadingModel threading) {
        CblasNames known = new CblasNames(names.suffix(), names.isWide() || config.contains("USE64BITINT"));
        return new LibraryProbe(
                new OpenBlasProvider(),
                known,
                version(config),
                config,
                coreName,
                threading,
                maxCallers(config, threading));
    }

    /** Returns the version, such as {@code 0.3.31}, or {@code unknown} for builds older than 0.3.4. */
    private static String version(String config) {
        Matcher matcher = VERSION.matcher(config);
        return matcher.find() ? matcher.group(1) : LibraryProbe.UNKNOWN;
    }

    /**
     * Returns the number of threads that may call the library concurrently.
     *
     * <p>This is 1 for a build without threads: its buffers are not locked, unless it was built with USE_LOCKING=1,
     * which cannot be detected. Debian's 0.3.21 gave wrong products in one of twenty calls when 8 threads called it. In
     * other builds each call takes one work buffer; OpenBLAS allocates two for each thread it was built for, and at
     * least 50 (NUM_BUFFERS in its common.h).
     */
    private static int maxCallers(String config, ThreadingModel threading) {
        if (threading == ThreadingModel.SERIAL) {
            return 1;
        }
        Matcher matcher = MAX_THREADS.matcher(config);
        return matcher.find() ? Math.max(MIN_BUFFERS, 2 * Integer.parseInt(matcher.group(1))) : MIN_BUFFERS;
    }

    @Override
    public void setThreads(SymbolLookup library, CblasNames names, int threads) {
        NativeCalls.call(names.find(library, SET_THREADS).orElseThrow(), threads);
    }

    @Override
    public int threads(SymbolLookup library, CblasNames names) {
        return NativeCalls.integer(names.find(library, GET_THREADS).orElseThrow());
    }
}
