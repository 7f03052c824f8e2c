package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasFunctions;
import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Multiplies small matrices with a library that was just loaded, and compares the results with plain Java: some builds
 * compute wrong products on processors that are newer than the build.
 *
 * <p>The factors are integers, so every order of summation gives the same bits, even in float. Sizes are odd, and large
 * enough to exercise both the inner part of a kernel and its edges.
 */
final class ProductCheck {
    private static final int ROWS = 37;
    private static final int COLUMNS = 51;
    private static final int DEPTH = 73;

    /** Factors range from -4 to 4. */
    private static final int LARGEST = 4;

    /** A matrix product of a library: C = A·B, or C = A·Bᵀ. */
    interface Gemm {
        /**
         * Multiplies.
         *
         * @param a 37 x 73, read
         * @param b 73 x 51, or 51 x 73 if transposed; read
         * @param c 37 x 51, written
         */
        void multiply(int transB, MemorySegment a, MemorySegment b, int strideOfB, MemorySegment c);
    }

    private ProductCheck() {}

    /** Requires that a library computes correct products. */
    static void require(CblasFunctions functions, String coreName) throws RejectedLibraryException {
        require("float", coreName, sgemm(functions.sgemm()), ValueLayout.JAVA_FLOAT);
        require("double", coreName, dgemm(functions.dgemm()), ValueLayout.JAVA_DOUBLE);
    }

    private static Gemm sgemm(MethodHandle function) {
        return (transB, a, b, strideOfB, c) -> {
            try {
                function.invokeExact(
                        cblas_h.CblasRowMajor(),
                        cblas_h.CblasNoTrans(),
                        transB,
                        ROWS,
                        COLUMNS,
                        DEPTH,
                        1.0f,
                        a,
                        DEPTH,
                        b,
                        strideOfB,
                        0.0f,
                        c,
                        COLUMNS);
            } catch (Throwable e) {
                throw NativeCalls.rethrow(e);
            }
        };
    }

    private static Gemm dgemm(MethodHandle function) {
        return (transB, a, b, strideOfB, c) -> {
            try {
                function.invokeExact(
                        cblas_h.CblasRowMajor(),
                        cblas_h.CblasNoTrans(),
                        transB,
                        ROWS,
                        COLUMNS,
                        DEPTH,
                        1.0,
                        a,
                        DEPTH,
                        b,
                        strideOfB,
                        0.0,
                        c,
                        COLUMNS);
            } catch (Throwable e) {
                throw NativeCalls.rethrow(e);
            }
        };
    }

    static void require(String type, String coreName, Gemm gemm, ValueLayout layout) throws RejectedLibraryException {
        if (!isRight(gemm, layout, false) || !isRight(gemm, layout, true)) {
            throw new RejectedLibraryException("its matrix products of type " + type
                    + " are wrong on this processor with the core type " + coreName
                    + "; install a newer OpenBLAS, or set OPENBLAS_CORETYPE to an older core such as Haswell");
        }
    }

    private static boolean isRight(Gemm gemm, ValueLayout layout, boolean transposed) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocate(layout, ROWS * DEPTH);
            MemorySegment b = arena.allocate(layout, DEPTH * COLUMNS);
            MemorySegment c = arena.allocate(layout, ROWS * COLUMNS);
            int strideOfB = transposed ? DEPTH : COLUMNS;
            for (int k = 0; k < DEPTH; k++) {
                for (int i = 0; i < ROWS; i++) {
                    set(a, layout, i * DEPTH + k, factor(i, k));
                }
                for (int j = 0; j < COLUMNS; j++) {
                    set(b, layout, transposed ? j * strideOfB + k : k * strideOfB + j, factor(k, j));
                }
            }
            gemm.multiply(transposed ? cblas_h.CblasTrans() : cblas_h.CblasNoTrans(), a, b, strideOfB, c);
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    int expected = 0;
                    for (int k = 0; k < DEPTH; k++) {
                        expected += factor(i, k) * factor(k, j);
                    }
                    if (get(c, layout, i * COLUMNS + j) != expected) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static int factor(int row, int column) {
        return (row * 7 + column * 5 + row * column) % (2 * LARGEST + 1) - LARGEST;
    }

    private static void set(MemorySegment segment, ValueLayout layout, int index, int value) {
        switch (layout) {
            case ValueLayout.OfFloat type -> segment.setAtIndex(type, index, value);
            case ValueLayout.OfDouble type -> segment.setAtIndex(type, index, value);
            default -> throw new IllegalArgumentException("no products of " + layout);
        }
    }

    private static double get(MemorySegment segment, ValueLayout layout, int index) {
        return switch (layout) {
            case ValueLayout.OfFloat type -> segment.getAtIndex(type, index);
            case ValueLayout.OfDouble type -> segment.getAtIndex(type, index);
            default -> throw new IllegalArgumentException("no products of " + layout);
        };
    }
}
