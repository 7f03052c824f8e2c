package io.github.panagrad.tensor;

import io.github.panagrad.tensor.ops.Kernels;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * One backend for one element type: the table that every kernel test runs over, so that a new one cannot be left out.
 *
 * <p>Where the native library is missing the tests of the native backend fail; they are never skipped.
 */
record KernelSet(Backend backend, DType dtype) {
    static Stream<KernelSet> all() {
        return Arrays.stream(Backend.values())
                .flatMap(backend -> Arrays.stream(DType.values()).map(dtype -> new KernelSet(backend, dtype)));
    }

    static Stream<KernelSet> ofNative() {
        return all().filter(set -> set.backend == Backend.NATIVE);
    }

    Kernels kernels() {
        return Kernels.of(backend, dtype);
    }

    /** Returns the largest relative error of one rounding. */
    double epsilon() {
        return epsilon(dtype);
    }

    static double epsilon(DType dtype) {
        return switch (dtype) {
            case F32 -> 0x1p-24;
            case F64 -> 0x1p-53;
        };
    }

    /** Returns a number as the element type stores it. */
    double rounded(double value) {
        return switch (dtype) {
            case F32 -> (float) value;
            case F64 -> value;
        };
    }

    @Override
    public String toString() {
        return backend.label() + " " + dtype.label();
    }
}
