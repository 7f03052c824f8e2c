package io.github.panagrad.blas.call;

import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Calls the functions of the library that was {@link #use chosen}. Matrices are stored by rows; a native function gets bare
 * addresses and checks nothing. Threads may call these at the same time.
 */
public final class Cblas {
    private static @Nullable CblasFunctions functions;

    private Cblas() {}

    /** Chooses the functions for the lifetime of this class; only the first choice counts, made before any function is called. */
    public static synchronized void use(CblasFunctions chosen) {
        functions = functions == null ? chosen : functions;
    }

    private static synchronized CblasFunctions chosen() {
        if (functions == null) {
            throw new IllegalStateException("no CBLAS has been loaded");
        }
        return functions;
    }

    /** Constants for the compiler, which inlines a call through them; made at the first call. */
    private static final class Handles {
        static final MethodHandle SGEMM = chosen().sgemm();
        static final MethodHandle DGEMM = chosen().dgemm();
        static final MethodHandle SAXPY = chosen().saxpy();
        static final MethodHandle DAXPY = chosen().daxpy();
    }

    /** Computes C = α op(A) op(B) + β C, where op(A) is m × k and op(B) is k × n. */
    public static void sgemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            MemorySegment a,
            int strideA,
            MemorySegment b,
            int strideB,
            float beta,
            MemorySegment c,
            int strideC) {
        try {
            Handles.SGEMM.invokeExact(
                    cblas_h.CblasRowMajor(),
                    operation(transA),
                    operation(transB),
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    strideA,
                    b,
                    strideB,
                    beta,
                    c,
                    strideC);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Computes C = α op(A) op(B) + β C, where op(A) is m × k and op(B) is k × n. */
    public static void dgemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            double alpha,
            MemorySegment a,
            int strideA,
            MemorySegment b,
            int strideB,
            double beta,
            MemorySegment c,
            int strideC) {
        try {
            Handles.DGEMM.invokeExact(
                    cblas_h.CblasRowMajor(),
                    operation(transA),
                    operation(transB),
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    strideA,
                    b,
                    strideB,
                    beta,
                    c,
                    strideC);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Adds α x to y, both of n adjacent elements. */
    public static void saxpy(int n, float alpha, MemorySegment x, MemorySegment y) {
        try {
            Handles.SAXPY.invokeExact(n, alpha, x, 1, y, 1);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Adds α x to y, both of n adjacent elements. */
    public static void daxpy(int n, double alpha, MemorySegment x, MemorySegment y) {
        try {
            Handles.DAXPY.invokeExact(n, alpha, x, 1, y, 1);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private static int operation(boolean isTransposed) {
        return isTransposed ? cblas_h.CblasTrans() : cblas_h.CblasNoTrans();
    }

    /** Converts a throwable from a method handle to an unchecked exception; C functions themselves throw nothing. */
    private static RuntimeException rethrow(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        };
    }
}
