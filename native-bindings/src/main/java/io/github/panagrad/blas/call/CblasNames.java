package io.github.panagrad.blas.call;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;

/**
 * How a library names the functions of CBLAS, and how wide their integers are.
 *
 * @param suffix what follows the standard names; empty where they are as in the standard
 * @param isWide whether sizes and strides are 64-bit integers (ILP64); enumerations are {@code int} everywhere
 */
public record CblasNames(String suffix, boolean isWide) {
    /** The names of the standard, as the generated bindings have them. */
    public static final CblasNames STANDARD = new CblasNames("", false);

    /** The functions that the kernels call. */
    private static final List<String> REQUIRED = List.of("cblas_sgemm", "cblas_dgemm", "cblas_saxpy", "cblas_daxpy");

    /** Returns a function of a library. */
    public Optional<MemorySegment> find(SymbolLookup library, String name) {
        return library.find(name + suffix);
    }

    /** Returns which of the functions that the kernels call a library lacks under these names. */
    public List<String> missing(SymbolLookup library) {
        return REQUIRED.stream()
                .map(name -> name + suffix)
                .filter(name -> library.find(name).isEmpty())
                .toList();
    }
}
