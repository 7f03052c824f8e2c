package io.github.panagrad.blas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens libraries with the JVM's own means, which also protect the floating-point mode from what a library sets. */
final class NativeOpener implements LibraryOpener {
    @Override
    public Optional<Path> locate(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(name, arena);
            return library.find("openblas_get_config")
                    .flatMap(LoadedFiles::fileOf)
                    .map(NativeOpener::real);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // This is how libraryLookup says that there is no such library.
        }
    }

    @Override
    public void openDependency(Path path) throws RejectedLibraryException {
        // Not System.load: that would refuse the file when another class loader has it, for no use, since nothing is
        // looked up in a dependency.
        lookup(path, Arena.global());
    }

    @Override
    public LoadedLibrary open(Path path) throws RejectedLibraryException {
        return open(path, false);
    }

    @Override
    public LoadedLibrary openForManyCallers(Path path) throws RejectedLibraryException {
        return open(path, true);
    }

    private static LoadedLibrary open(Path path, boolean manyCallers) throws RejectedLibraryException {
        Path file = checkFile(path);
        try (Arena arena = Arena.ofConfined()) {
            // Symbols and configuration first: what System.load has loaded stays.
            SymbolLookup library = lookup(file, arena);
            LibraryProbe probe = LibraryProbe.of(library);
            if (manyCallers && probe.maxCallers() == 1) {
                throw new SerialBuildException();
            }
            Path loaded = loadForThisClassLoader(file);
            checkThatItIsCalled(library.findOrThrow("cblas_sgemm"), loaded);
            ProductCheck.require(probe.coreName());
            return new LoadedLibrary(file, probe);
        }
    }

    private static Path checkFile(Path path) throws RejectedLibraryException {
        if (Files.isDirectory(path)) {
            throw new RejectedLibraryException("a folder; the library file itself is needed");
        }
        if (!Files.exists(path)) {
            throw new RejectedLibraryException("no such file");
        }
        return real(path);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath(); // Loading it gives the better message.
        }
    }

    private static SymbolLookup lookup(Path path, Arena arena) throws RejectedLibraryException {
        try {
            return SymbolLookup.libraryLookup(path, arena);
        } catch (IllegalArgumentException e) {
            throw new RejectedLibraryException(linkerMessage(path), e);
        }
    }

    /** Returns what the dynamic linker has against a file: libraryLookup keeps that to itself, System.load does not. */
    private static String linkerMessage(Path path) {
        try {
            System.load(path.toString());
            return "the dynamic linker refused it at first";
        } catch (UnsatisfiedLinkError e) {
            return LinkerMessages.explain(path, e);
        }
    }

    /** Returns the name that the file was loaded under. */
    private static Path loadForThisClassLoader(Path file) throws RejectedLibraryException {
        try {
            System.load(file.toString());
            return file;
        } catch (UnsatisfiedLinkError e) {
            if (!LinkerMessages.isOwnedByAnotherClassLoader(e)) {
                throw new RejectedLibraryException(LinkerMessages.explain(file, e), e);
            }
            return loadUnderAnotherName(file);
        }
    }

    /**
     * The JVM gives each file to one class loader only, and tells files apart by name. A second name is enough for it,
     * and leaves one copy in memory; where the file system cannot give a second name, a copy of the file serves.
     */
    private static Path loadUnderAnotherName(Path file) throws RejectedLibraryException {
        try {
            Path folder = Files.createTempDirectory("panagrad-").toRealPath();
            Path other = folder.resolve(file.getFileName());
            try {
                linkOrCopy(file, other);
                System.load(other.toString());
                return other;
            } finally {
                Files.deleteIfExists(other); // A loaded library no longer needs its name.
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new RejectedLibraryException(
                    "another class loader of this JVM has loaded this file, and a copy for this one failed: " + e, e);
        } catch (UnsatisfiedLinkError e) {
            throw new RejectedLibraryException(
                    "another class loader of this JVM has loaded this file, and loading a copy in "
                            + System.getProperty("java.io.tmpdir") + " failed: " + e.getMessage(),
                    e);
        }
    }

    private static void linkOrCopy(Path file, Path other) throws IOException {
        try {
            Files.createLink(other, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, other); // Another file system, or one without links.
        }
    }

    /** An earlier library of the same class loader may define the same functions, and would be called instead. */
    private static void checkThatItIsCalled(MemorySegment expected, Path loaded) throws RejectedLibraryException {
        MemorySegment called = SymbolLookup.loaderLookup().findOrThrow("cblas_sgemm");
        Optional<Path> file = LoadedFiles.fileOf(called);
        if (!called.equals(expected) && !file.equals(Optional.of(loaded))) {
            throw new RejectedLibraryException(
                    "hidden by " + file.map(Path::toString).orElse("another library")
                            + ", which this class loader has already loaded and which defines the same functions");
        }
    }
}
