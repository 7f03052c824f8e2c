package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;

/**
 * What an opened library is, and reports about itself, before it is selected.
 *
 * @param names how it names its functions
 * @param version the version, or {@code unknown}
 * @param config its description of its own build
 * @param coreName the processor kernel in use, or {@code unknown}
 * @param maxCallers how many threads may call it at the same time
 */
record LibraryProbe(
        CblasProvider provider,
        CblasNames names,
        String version,
        String config,
        String coreName,
        ThreadingModel threading,
        int maxCallers) {
    static final String UNKNOWN = "unknown";

    /**
     * Queries an opened library.
     *
     * @throws RejectedLibraryException if it lacks what the kernels call, or cannot be used
     */
    static LibraryProbe of(Path file, SymbolLookup library) throws RejectedLibraryException {
        CblasProvider provider = CblasProvider.of(library);
        List<String> missing = List.of();
        for (CblasNames names : provider.namings()) {
            List<String> absent = names.missing(library);
            if (absent.isEmpty()) {
                return provider.probe(file, library, names);
            }
            missing = missing.isEmpty() || absent.size() < missing.size() ? absent : missing;
        }
        throw new RejectedLibraryException((provider instanceof OtherProvider
                        ? "not a CBLAS"
                        : "an " + provider.product() + " whose functions are not all there")
                + ": it has no " + String.join(", ", missing));
    }

    /** Returns whether it is an OpenBLAS. */
    boolean isOpenBlas() {
        return provider instanceof OpenBlasProvider;
    }
}
