package io.github.panagrad.blas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens libraries by means of the JVM, which also protects the floating-point mode from changes by a library. */
final class NativeOpener implements LibraryOpener {
    @Override
    public Optional<Path> locate(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(name, arena);
            return library.find("openblas_get_config")
                    .flatMap(LoadedFiles::fileOf)
                    .map(NativeOpener::real);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // libraryLookup throws this if there is no such library.
        }
    }

    @Override
    public void openDependency(Path path) throws RejectedLibraryException {
        // Not System.load, which would refuse a file that another class loader has loaded: unnecessary, because no
        // symbol is looked up in a dependency.
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
            // Checks symbols and configuration first, because a library cannot be unloaded after System.load.
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
            throw new RejectedLibraryException("it is a folder; name the library file itself");
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
            return path.toAbsolutePath(); // Loading it gives a better message.
        }
    }

    private static SymbolLookup lookup(Path path, Arena arena) throws RejectedLibraryException {
        try {
            return SymbolLookup.libraryLookup(path, arena);
        } catch (IllegalArgumentException e) {
            throw new RejectedLibraryException(linkerMessage(path), e);
        }
    }

    /** Returns why the dynamic linker rejects a file: unlike libraryLookup, System.load reports the reason. */
    private static String linkerMessage(Path path) {
        try {
            System.load(path.toString());
            return "the dynamic linker rejected it at the first attempt only";
        } catch (UnsatisfiedLinkError e) {
            return LinkerMessages.explain(path, e);
        }
    }

    /** Returns the path that the file was loaded by. */
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
     * The JVM lets only one class loader load a file, and identifies files by name. A second name (a hard link) is
     * sufficient, and keeps a single copy in memory; if the file system does not support links, the file is copied.
     */
    private static Path loadUnderAnotherName(Path file) throws RejectedLibraryException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try (TemporaryFolder folder = TemporaryFolder.in(temporary)) {
            Path other = folder.path().toRealPath().resolve(file.getFileName());
            linkOrCopy(file, other);
            System.load(other.toString());
            return other;
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

    /**
     * A library that the same class loader loaded before may define the same functions, and would be called instead.
     */
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
