package io.github.panagrad.blas;

import java.nio.file.Path;

/**
 * A library that is loaded and whose functions can be called.
 *
 * @param path the file that it was loaded from
 */
record LoadedLibrary(Path path, LibraryProbe probe) {}
