package io.github.panagrad.tensor.ops;

import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.VectorSupport;
import io.github.panagrad.tensor.kernel.KernelFamilies;
import io.github.panagrad.tensor.kernel.MatrixKernels;
import io.github.panagrad.tensor.kernel.openblas.OneCallAtATime;
import io.github.panagrad.tensor.kernel.openblas.OpenBlasMatrixF32;
import io.github.panagrad.tensor.kernel.openblas.OpenBlasMatrixF64;
import io.github.panagrad.tensor.kernel.plain.PlainKernels;
import io.github.panagrad.tensor.kernel.vector.Registers;
import io.github.panagrad.tensor.kernel.vector.VectorKernelsF32;
import io.github.panagrad.tensor.kernel.vector.VectorKernelsF64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which kernels each backend has, chosen once. */
final class KernelProvider {
    private static final Kernels JAVA_F32 = plain(DType.F32);
    private static final Kernels JAVA_F64 = plain(DType.F64);

    private KernelProvider() {}

    private static Kernels plain(DType dtype) {
        return new Kernels(dtype, PlainKernels.with(PlainKernels.matrix(dtype), dtype));
    }

    /** Created on first use, because this loads the library. */
    private static final class Native {
        private static final boolean SERIAL = OpenBlas.load().describe().maxCallers() <= 1;
        static final Kernels F32 = with(new OpenBlasMatrixF32(), DType.F32);
        static final Kernels F64 = with(new OpenBlasMatrixF64(), DType.F64);

        private static Kernels with(MatrixKernels unguarded, DType dtype) {
            MatrixKernels matrix = SERIAL ? new OneCallAtATime(unguarded) : unguarded;
            return new Kernels(
                    dtype, VectorSupport.isAvailable() ? vectors(matrix, dtype) : PlainKernels.with(matrix, dtype));
        }

        private static KernelFamilies vectors(MatrixKernels matrix, DType dtype) {
            return switch (dtype) {
                case F32 -> VectorKernelsF32.with(matrix);
                case F64 -> VectorKernelsF64.with(matrix);
            };
        }
    }

    static Kernels kernels(Backend backend, DType dtype) {
        return switch (backend) {
            case NATIVE -> {
                OpenBlas.load();
                yield dtype == DType.F32 ? Native.F32 : Native.F64;
            }
            case JAVA -> dtype == DType.F32 ? JAVA_F32 : JAVA_F64;
        };
    }

    static Map<String, String> traits(Backend backend) {
        if (backend == Backend.JAVA) {
            return Map.of();
        }
        LibraryDescription library = OpenBlas.load().describe();
        SortedMap<String, String> traits = new TreeMap<>();
        traits.put(Kernels.LIBRARY, library.label());
        traits.put(Kernels.LIBRARY + "_core", library.coreName());
        traits.put(Kernels.LIBRARY + "_origin", library.origin());
        traits.put("register_bits", String.valueOf(VectorSupport.isAvailable() ? Registers.bits() : 0));
        return traits;
    }
}
