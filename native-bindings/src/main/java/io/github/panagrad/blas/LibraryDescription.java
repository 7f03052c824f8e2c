package io.github.panagrad.blas;

import java.util.List;

/**
 * What is known about the loaded OpenBLAS. Immutable.
 *
 * @param path the file it was loaded from
 * @param source where that file came from
 * @param version such as {@code 0.3.31}, or {@code unknown}
 * @param config what the library says about its own build
 * @param coreName the processor kernel it chose, such as {@code SkylakeX}, or {@code unknown}
 * @param threading how it runs its own threads
 * @param threads how many of its own threads it uses at present
 * @param maxCallers how many threads may call it at once: 1 for a serial build, which gives wrong results with more;
 *     otherwise the number of its work buffers, for want of which it may end the process
 * @param attempts every step of the search, in order; the last one succeeded
 * @param warnings what the user should know, each a sentence that says what to do; often empty
 */
public record LibraryDescription(
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
}
