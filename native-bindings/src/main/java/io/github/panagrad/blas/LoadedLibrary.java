package io.github.panagrad.blas;

import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/**
 * A library that is loaded and whose functions can be called.
 *
 * @param path the file that it was loaded from
 * @param symbols its functions, for the lifetime of the process
 */
record LoadedLibrary(Path path, LibraryProbe probe, SymbolLookup symbols) {}
