package io.github.panagrad.blas;

import java.nio.file.Path;
import java.util.Optional;

/** Opens native libraries; a test opens none. */
interface LibraryOpener {
    /** Returns the file that the dynamic linker finds under a name, if any. The library is closed again. */
    Optional<Path> locate(String name);

    /** Keeps open a library that another one needs. */
    void openDependency(Path path) throws RejectedLibraryException;

    /** Checks that the file is a usable OpenBLAS and makes its functions callable, for the life of the class loader. */
    LoadedLibrary open(Path path) throws RejectedLibraryException;

    /**
     * Does the same, but refuses, with a {@link SerialBuildException}, a build that several threads must not call at
     * once.
     */
    LoadedLibrary openForManyCallers(Path path) throws RejectedLibraryException;
}
