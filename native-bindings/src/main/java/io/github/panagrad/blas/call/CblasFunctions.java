package io.github.panagrad.blas.call;

import static io.github.panagrad.blas.cblas.cblas_h.C_DOUBLE;
import static io.github.panagrad.blas.cblas.cblas_h.C_FLOAT;
import static io.github.panagrad.blas.cblas.cblas_h.C_INT;
import static io.github.panagrad.blas.cblas.cblas_h.C_POINTER;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handles of the functions that the kernels call. Each takes {@code int} sizes and strides, whatever the library takes.
 *
 * @param sgemm {@code cblas_sgemm}
 * @param dgemm {@code cblas_dgemm}
 * @param saxpy {@code cblas_saxpy}
 * @param daxpy {@code cblas_daxpy}
 */
public record CblasFunctions(MethodHandle sgemm, MethodHandle dgemm, MethodHandle saxpy, MethodHandle daxpy) {
    /**
     * Links the functions of a library: those that the generated bindings call, unless they are called otherwise in this library, or
     * another library that this class loader loaded hides them; then by address.
     *
     * @param library must have all of them, and stay open as long as they are called
     */
    public static CblasFunctions of(SymbolLookup library, CblasNames names) {
        return new CblasFunctions(
                function(library, names, "cblas_sgemm", cblas_h::cblas_sgemm$handle, gemm(names, C_FLOAT)),
                function(library, names, "cblas_dgemm", cblas_h::cblas_dgemm$handle, gemm(names, C_DOUBLE)),
                function(library, names, "cblas_saxpy", cblas_h::cblas_saxpy$handle, axpy(names, C_FLOAT)),
                function(library, names, "cblas_daxpy", cblas_h::cblas_daxpy$handle, axpy(names, C_DOUBLE)));
    }

    private static MethodHandle function(
            SymbolLookup library,
            CblasNames names,
            String name,
            Supplier<MethodHandle> generated,
            FunctionDescriptor descriptor) {
        MemorySegment address = names.find(library, name).orElseThrow();
        if (names.equals(CblasNames.STANDARD)
                && SymbolLookup.loaderLookup().find(name).equals(Optional.of(address))) {
            return generated.get();
        }
        MethodHandle linked = Linker.nativeLinker().downcallHandle(address, descriptor);
        MethodType type = linked.type();
        for (int i = 0; i < type.parameterCount(); i++) {
            if (type.parameterType(i) == long.class) {
                type = type.changeParameterType(i, int.class);
            }
        }
        return linked.asType(type);
    }

    private static FunctionDescriptor gemm(CblasNames names, MemoryLayout number) {
        MemoryLayout integer = integer(names);
        return FunctionDescriptor.ofVoid(
                C_INT, C_INT, C_INT, integer, integer, integer, number, C_POINTER, integer, C_POINTER, integer, number,
                C_POINTER, integer);
    }

    private static FunctionDescriptor axpy(CblasNames names, MemoryLayout number) {
        MemoryLayout integer = integer(names);
        return FunctionDescriptor.ofVoid(integer, number, C_POINTER, integer, C_POINTER, integer);
    }

    private static MemoryLayout integer(CblasNames names) {
        return names.isWide() ? JAVA_LONG : C_INT;
    }
}
