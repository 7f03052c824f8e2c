package io.github.panagrad.tensor;

import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.blas.OpenBlasUnavailableException;
import io.github.panagrad.tensor.kernel.MatrixKernels;
import io.github.panagrad.tensor.kernel.openblas.OneCallAtATime;
import io.github.panagrad.tensor.kernel.openblas.OpenBlasMatrixF32;
import io.github.panagrad.tensor.kernel.openblas.OpenBlasMatrixF64;
import io.github.panagrad.tensor.kernel.plain.PlainElements;
import io.github.panagrad.tensor.kernel.plain.PlainLosses;
import io.github.panagrad.tensor.kernel.plain.PlainMatrixF32;
import io.github.panagrad.tensor.kernel.plain.PlainMatrixF64;
import io.github.panagrad.tensor.kernel.plain.PlainNormalizations;
import io.github.panagrad.tensor.kernel.plain.PlainPenalties;
import io.github.panagrad.tensor.kernel.plain.PlainUpdates;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Where the arithmetic is done. */
public enum Backend {
    /** Matrix products by OpenBLAS, passes over elements by the Vector API. */
    NATIVE,
    /** Plain Java loops: no native library, no incubator module; slower, and the same bits on every machine. */
    JAVA;

    private static final AtomicBoolean WARNED = new AtomicBoolean();
    private static final Kernels JAVA_F32 = new Kernels(
            DType.F32,
            new PlainMatrixF32(),
            new PlainElements(DType.F32),
            new PlainNormalizations(DType.F32),
            new PlainPenalties(DType.F32),
            new PlainUpdates(DType.F32),
            new PlainLosses(DType.F32));
    private static final Kernels JAVA_F64 = new Kernels(
            DType.F64,
            new PlainMatrixF64(),
            new PlainElements(DType.F64),
            new PlainNormalizations(DType.F64),
            new PlainPenalties(DType.F64),
            new PlainUpdates(DType.F64),
            new PlainLosses(DType.F64));

    /** Made when first asked for, because it loads the library. */
    private static final class Native {
        static final int MAX_CALLERS = OpenBlas.load().describe().maxCallers();
        static final Kernels F32 = new Kernels(
                DType.F32,
                guarded(new OpenBlasMatrixF32()),
                VectorSupport.elements(DType.F32),
                VectorSupport.normalizations(DType.F32),
                VectorSupport.penalties(DType.F32),
                VectorSupport.updates(DType.F32),
                VectorSupport.losses(DType.F32));
        static final Kernels F64 = new Kernels(
                DType.F64,
                guarded(new OpenBlasMatrixF64()),
                VectorSupport.elements(DType.F64),
                VectorSupport.normalizations(DType.F64),
                VectorSupport.penalties(DType.F64),
                VectorSupport.updates(DType.F64),
                VectorSupport.losses(DType.F64));

        private static MatrixKernels guarded(MatrixKernels kernels) {
            return MAX_CALLERS > 1 ? kernels : new OneCallAtATime(kernels);
        }
    }

    /**
     * Returns {@link #NATIVE} if OpenBLAS can be had, else {@link #JAVA} after one warning that lists what was tried.
     *
     * @throws io.github.panagrad.blas.OpenBlasLoadException if a library was named by the user and cannot be used
     */
    public static Backend preferred() {
        try {
            OpenBlas.load();
            return NATIVE;
        } catch (OpenBlasUnavailableException e) {
            if (!WARNED.getAndSet(true)) {
                LoggerFactory.getLogger(Backend.class)
                        .warn("using the java backend, which is slower: {}", e.getMessage());
            }
            return JAVA;
        }
    }

    /**
     * Returns how many threads may compute at once: OpenBLAS has a fixed number of buffers, and ends the process when
     * more threads are inside it.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if this is {@link #NATIVE} and OpenBLAS cannot be had
     */
    public int maxThreads() {
        if (this == JAVA) {
            return Integer.MAX_VALUE;
        }
        OpenBlas.load();
        // A build without threads is called by one thread at a time, however many there are.
        return Native.MAX_CALLERS > 1 ? Native.MAX_CALLERS : Integer.MAX_VALUE;
    }

    /** Returns the name used on the command line and in reports: {@code native} or {@code java}. */
    public String label() {
        return this == NATIVE ? "native" : "java";
    }

    /**
     * Returns what the bits of its results depend on, by name: the version of OpenBLAS, the processor kernel that it chose, and
     * the size of the registers of the other kernels; nothing for {@link #JAVA}, which has the same bits everywhere.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if this is {@link #NATIVE} and OpenBLAS cannot be had
     */
    public Map<String, String> traits() {
        if (this == JAVA) {
            return Map.of();
        }
        LibraryDescription library = OpenBlas.load().describe();
        SortedMap<String, String> traits = new TreeMap<>();
        traits.put("openblas", library.version());
        traits.put("openblas_core", library.coreName());
        traits.put("register_bits", String.valueOf(VectorSupport.registerBits()));
        return traits;
    }

    /**
     * Returns the kernels of this backend for an element type.
     *
     * @throws io.github.panagrad.blas.OpenBlasException if this is {@link #NATIVE} and OpenBLAS cannot be had
     */
    public Kernels kernels(DType dtype) {
        return switch (this) {
            case NATIVE -> {
                OpenBlas.load();
                yield dtype == DType.F32 ? Native.F32 : Native.F64;
            }
            case JAVA -> dtype == DType.F32 ? JAVA_F32 : JAVA_F64;
        };
    }
}
