package io.github.panagrad.blas;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/**
 * Determines how many threads an OpenMP build uses when a new Java thread calls it.
 *
 * <p>An OpenMP build asks its runtime at each call, and the runtime stores the number per thread: setting it in one
 * thread does not affect others. Only {@code OMP_NUM_THREADS}, read when the runtime is loaded, applies to all threads,
 * and another library of the process may have loaded the runtime before.
 */
final class OpenMpCheck {
    private OpenMpCheck() {}

    /** Returns a warning, or nothing if new threads use one thread each, or the library does not use OpenMP. */
    static Optional<String> warning(SymbolLookup library) {
        Optional<MemorySegment> maxThreads = library.find("omp_get_max_threads");
        if (maxThreads.isEmpty()) {
            return Optional.empty();
        }
        int threads = inNewThread(maxThreads.get());
        if (threads == 1) {
            return Optional.empty();
        }
        return Optional.of("The OpenMP runtime was loaded before OpenBLAS and gives each caller " + threads
                + " threads, which compete for the processor. Start Java with OMP_NUM_THREADS=1, "
                + "or install the OpenBLAS build with pthreads.");
    }

    private static int inNewThread(MemorySegment function) {
        FutureTask<Integer> task = new FutureTask<>(() -> NativeCalls.integer(function));
        Thread.ofPlatform().daemon().name("panagrad-openmp-check").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while OpenBLAS was loaded", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("omp_get_max_threads failed", e);
        }
    }
}
