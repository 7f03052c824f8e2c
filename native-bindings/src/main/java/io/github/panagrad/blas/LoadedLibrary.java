package io.github.panagrad.blas;

import java.nio.file.Path;

/**
 * A library whose functions can be called from now on.
 *
 * @param path the file it was loaded from
 */
record LoadedLibrary(Path path, LibraryProbe probe) {}
