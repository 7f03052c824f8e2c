package io.github.panagrad.blas;

/** The threading model of an OpenBLAS build. */
public enum ThreadingModel {
    /** No threads. */
    SERIAL,
    /** The library's own pool of POSIX threads. */
    PTHREADS,
    /** The threads of an OpenMP runtime. */
    OPENMP,
    /** A model that is unknown to this version of Panagrad. */
    UNKNOWN;

    /** Returns the model for a result of {@code openblas_get_parallel}. */
    static ThreadingModel of(int parallel) {
        return switch (parallel) {
            case 0 -> SERIAL;
            case 1 -> PTHREADS;
            case 2 -> OPENMP;
            default -> UNKNOWN;
        };
    }
}
