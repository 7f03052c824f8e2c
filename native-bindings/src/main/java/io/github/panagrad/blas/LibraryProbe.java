package io.github.panagrad.blas;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The properties that an opened library reports about itself, before it is selected.
 *
 * @param config the result of {@code openblas_get_config}
 * @param coreName the processor kernel in use, or {@code unknown}
 */
record LibraryProbe(String config, String coreName, ThreadingModel threading) {
    static final String UNKNOWN = "unknown";

    /** The bound functions that Panagrad requires; builds differ, so each is looked up. */
    static final List<String> REQUIRED = List.of(
            "openblas_get_config",
            "openblas_get_parallel",
            "openblas_get_num_threads",
            "openblas_set_num_threads",
            "cblas_sgemm",
            "cblas_dgemm",
            "cblas_sgemv",
            "cblas_dgemv",
            "cblas_sger",
            "cblas_dger",
            "cblas_saxpy",
            "cblas_daxpy",
            "cblas_saxpby",
            "cblas_daxpby",
            "cblas_sscal",
            "cblas_dscal",
            "cblas_sdot",
            "cblas_ddot",
            "cblas_snrm2",
            "cblas_dnrm2",
            "cblas_sasum",
            "cblas_dasum",
            "cblas_scopy",
            "cblas_dcopy");

    /** The bound functions that only provide information, and that old builds lack. */
    static final List<String> OPTIONAL = List.of("openblas_get_corename", "openblas_get_num_procs");

    private static final Pattern VERSION = Pattern.compile("OpenBLAS\\s+v?(\\d+\\.\\d+(?:\\.\\d+)?\\S*)");
    private static final Pattern MAX_THREADS = Pattern.compile("MAX_THREADS=(\\d+)");

    /** The minimum number of work buffers of every build since 0.3.4. */
    private static final int MIN_BUFFERS = 50;

    /** Queries an opened library; throws if it is not an OpenBLAS that matches the bindings. */
    static LibraryProbe of(SymbolLookup library) throws RejectedLibraryException {
        List<String> missing =
                REQUIRED.stream().filter(name -> library.find(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new RejectedLibraryException(reasonFor(missing, library));
        }
        String config = NativeCalls.string(library.findOrThrow("openblas_get_config"));
        if (config.contains("USE64BITINT")) {
            throw new RejectedLibraryException("an OpenBLAS with 64-bit integers (it reports " + config
                    + "); Panagrad needs a build with 32-bit integers");
        }
        String coreName = library.find("openblas_get_corename")
                .map(NativeCalls::string)
                .filter(name -> !name.isBlank())
                .orElse(UNKNOWN);
        MemorySegment parallel = library.findOrThrow("openblas_get_parallel");
        return new LibraryProbe(config.strip(), coreName, ThreadingModel.of(NativeCalls.integer(parallel)));
    }

    private static String reasonFor(List<String> missing, SymbolLookup library) {
        Optional<String> suffix = List.of("64_", "_64", "64").stream()
                .filter(end -> library.find("cblas_sgemm" + end).isPresent())
                .findFirst();
        if (suffix.isPresent()) {
            return "an OpenBLAS with 64-bit integers (its functions end in " + suffix.get()
                    + "); Panagrad needs a build with 32-bit integers";
        }
        if (missing.contains("openblas_get_config")) {
            return "not an OpenBLAS (it has no openblas_get_config)";
        }
        return "an OpenBLAS that lacks " + String.join(", ", missing);
    }

    /** Returns the version, such as {@code 0.3.31}, or {@code unknown} from builds older than 0.3.4. */
    String version() {
        Matcher matcher = VERSION.matcher(config);
        return matcher.find() ? matcher.group(1) : UNKNOWN;
    }

    /**
     * Returns the number of threads that may call the library concurrently.
     *
     * <p>This is 1 for a build without threads: its buffers are not locked, unless it was built with USE_LOCKING=1,
     * which cannot be detected. Debian's 0.3.21 gave wrong products in one of twenty calls when 8 threads called it. In
     * other builds each call takes one work buffer; OpenBLAS allocates two for each thread it was built for, and at
     * least 50 (NUM_BUFFERS in its common.h).
     */
    int maxCallers() {
        if (threading == ThreadingModel.SERIAL) {
            return 1;
        }
        Matcher matcher = MAX_THREADS.matcher(config);
        return matcher.find() ? Math.max(MIN_BUFFERS, 2 * Integer.parseInt(matcher.group(1))) : MIN_BUFFERS;
    }
}
