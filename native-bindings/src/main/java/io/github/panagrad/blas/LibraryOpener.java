package io.github.panagrad.blas;

import java.nio.file.Path;
import java.util.Optional;

/** Opens native libraries; tests use an implementation that opens none. */
interface LibraryOpener {
    /** Returns the file that the dynamic linker finds by a name, if any. The library is closed again. */
    Optional<Path> locate(String name);

    /** Opens a library that another one depends on, and keeps it open. */
    void openDependency(Path path) throws RejectedLibraryException;

    /**
     * Checks that the file is a usable OpenBLAS, and makes its functions callable for the lifetime of the class loader.
     */
    LoadedLibrary open(Path path) throws RejectedLibraryException;

    /**
     * Like {@link #open}, but rejects a build that several threads must not call concurrently, with a
     * {@link SerialBuildException}.
     */
    LoadedLibrary openForManyCallers(Path path) throws RejectedLibraryException;
}
