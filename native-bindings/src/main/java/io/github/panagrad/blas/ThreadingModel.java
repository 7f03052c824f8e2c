package io.github.panagrad.blas;

/** How a build of OpenBLAS runs its own threads. */
public enum ThreadingModel {
    /** It has none. */
    SERIAL,
    /** A pool of POSIX threads of its own. */
    PTHREADS,
    /** The threads of an OpenMP runtime. */
    OPENMP,
    /** A model that this version of Panagrad does not know. */
    UNKNOWN;

    /** Returns the model behind the number that {@code openblas_get_parallel} gives. */
    static ThreadingModel of(int parallel) {
        return switch (parallel) {
            case 0 -> SERIAL;
            case 1 -> PTHREADS;
            case 2 -> OPENMP;
            default -> UNKNOWN;
        };
    }
}
