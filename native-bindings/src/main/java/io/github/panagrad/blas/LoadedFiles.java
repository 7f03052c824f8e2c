package io.github.panagrad.blas;

import io.github.panagrad.blas.cblas.cblas_h;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/** Determines the file that a symbol was loaded from. */
final class LoadedFiles {
    /** {@code Dl_info} consists of four pointers; the first one is the name of the file. */
    private static final int DL_INFO_POINTERS = 4;

    private LoadedFiles() {}

    /**
     * Returns the file that the symbol at this address was loaded from, or nothing if the system cannot determine it.
     */
    static Optional<Path> fileOf(MemorySegment symbol) {
        Optional<MemorySegment> dladdr = Linker.nativeLinker().defaultLookup().find("dladdr");
        if (dladdr.isEmpty()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(cblas_h.C_POINTER, DL_INFO_POINTERS);
            if (NativeCalls.integer(dladdr.get(), symbol, info) == 0) {
                return Optional.empty();
            }
            MemorySegment name = info.get(cblas_h.C_POINTER, 0);
            return name.equals(MemorySegment.NULL) ? Optional.empty() : Optional.of(Path.of(name.getString(0)));
        }
    }
}
