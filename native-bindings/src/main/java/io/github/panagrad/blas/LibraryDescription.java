package io.github.panagrad.blas;

import java.util.List;

/**
 * What is known about the loaded library. Immutable.
 *
 * @param product what it is: {@code OpenBLAS}, {@code Accelerate}, {@code MKL}, or {@code CBLAS} for any other
 * @param path the file that it was loaded from
 * @param source where that file came from
 * @param version the version, such as {@code 0.3.31}, or {@code unknown}
 * @param config the library's description of its own build
 * @param coreName the processor kernel that it selected, such as {@code SkylakeX}, or {@code unknown}
 * @param threading the threading model of the library
 * @param threads the current number of threads that the library uses for one call
 * @param maxCallers the number of threads that may call it concurrently: 1 for a serial build, which otherwise gives
 *     wrong results; for other builds the number of work buffers, which the library may terminate the process for
 *     exceeding; 2<sup>31</sup> − 1 if there is no limit
 * @param attempts every step of the search, in order; the last one succeeded
 * @param warnings warnings for the user, each with a remedy; often empty
 */
public record LibraryDescription(
        String product,
        String path,
        LibrarySource source,
        String version,
        String config,
        String coreName,
        ThreadingModel threading,
        int threads,
        int maxCallers,
        List<SearchAttempt> attempts,
        List<String> warnings) {
    /** Copies the lists. */
    public LibraryDescription {
        attempts = List.copyOf(attempts);
        warnings = List.copyOf(warnings);
    }

    /** Returns product and version, such as {@code OpenBLAS 0.3.31}. */
    public String name() {
        return product + " " + version;
    }

    /** Returns what models and checkpoints call it: the version of an OpenBLAS, the name of any other. */
    public String label() {
        return product.equals("OpenBLAS") ? version : name();
    }

    /**
     * Returns where the library came from, for models and checkpoints: {@code declared}, or the source and the name of the
     * file, without its folders, which are private.
     */
    public String origin() {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return source == LibrarySource.DECLARED ? source.label() : source.label() + " " + name;
    }
}
