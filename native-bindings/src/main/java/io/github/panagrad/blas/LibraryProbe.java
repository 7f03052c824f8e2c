package io.github.panagrad.blas;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an opened library says about itself, before it is chosen.
 *
 * @param config what {@code openblas_get_config} returns
 * @param coreName the processor kernel in use, or {@code unknown}
 */
record LibraryProbe(String config, String coreName, ThreadingModel threading) {
    static final String UNKNOWN = "unknown";

    /** The bound functions without which Panagrad does not work; builds differ, so each is looked for. */
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

    /** The bound functions that only describe, and that old builds lack. */
    static final List<String> OPTIONAL = List.of("openblas_get_corename", "openblas_get_num_procs");

    private static final Pattern VERSION = Pattern.compile("OpenBLAS\\s+v?(\\d+\\.\\d+(?:\\.\\d+)?\\S*)");
    private static final Pattern MAX_THREADS = Pattern.compile("MAX_THREADS=(\\d+)");

    /** Work buffers that every build since 0.3.4 has at least. */
    private static final int MIN_BUFFERS = 50;

    /** Asks an opened library; refuses what is not an OpenBLAS that the bindings fit. */
    static LibraryProbe of(SymbolLookup library) throws RejectedLibraryException {
        List<String> missing =
                REQUIRED.stream().filter(name -> library.find(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new RejectedLibraryException(reasonFor(missing, library));
        }
        String config = NativeCalls.string(library.findOrThrow("openblas_get_config"));
        if (config.contains("USE64BITINT")) {
            throw new RejectedLibraryException(
                    "an OpenBLAS with 64-bit integers (it says " + config + "); Panagrad needs the usual 32-bit ones");
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
                    + "); Panagrad needs the usual 32-bit ones";
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
     * Returns how many threads may call the library at once.
     *
     * <p>One for a build without threads: its buffers are not locked, unless it was built with USE_LOCKING=1, which it
     * does not tell. Debian's 0.3.21 was seen to give wrong products in one call of twenty when 8 threads called it. Of
     * the others each call takes one work buffer; OpenBLAS makes two for
     * each thread it was built for, and at least 50 (NUM_BUFFERS in its common.h).
     */
    int maxCallers() {
        if (threading == ThreadingModel.SERIAL) {
            return 1;
        }
        Matcher matcher = MAX_THREADS.matcher(config);
        return matcher.find() ? Math.max(MIN_BUFFERS, 2 * Integer.parseInt(matcher.group(1))) : MIN_BUFFERS;
    }
}
