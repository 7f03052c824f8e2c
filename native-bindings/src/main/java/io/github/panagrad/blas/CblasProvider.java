package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;

/** What Panagrad knows about a product that has the functions of CBLAS. */
interface CblasProvider {
    /** Those that are known, and one for all others at the end. */
    List<CblasProvider> ALL =
            List.of(new OpenBlasProvider(), new AccelerateProvider(), new MklProvider(), new OtherProvider());

    /** Returns the provider of an opened library. */
    static CblasProvider of(SymbolLookup library) {
        return ALL.stream()
                .filter(provider -> provider.isIn(library))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the name of the product, as in a sentence. */
    String product();

    /** Returns whether an opened library is this product. */
    boolean isIn(SymbolLookup library);

    /** Returns the ways in which the product names its functions, best first. */
    List<CblasNames> namings();

    /**
     * Queries an opened library, and sets what must be set before its first product.
     *
     * @param names how the functions that the kernels need are named
     * @throws RejectedLibraryException if the library cannot be used, or would end the process
     */
    LibraryProbe probe(Path file, SymbolLookup library, CblasNames names) throws RejectedLibraryException;

    /** Sets the number of threads of a call, if the library lets it be set; {@link #threads} tells what became of it. */
    void setThreads(SymbolLookup library, CblasNames names, int threads);

    /** Returns the number of threads of a call. */
    int threads(SymbolLookup library, CblasNames names);
}
