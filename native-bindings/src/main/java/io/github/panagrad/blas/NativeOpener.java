package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasFunctions;
import io.github.panagrad.blas.call.CblasNames;
import java.io.IOException;
import java.lang.foreign.Arena;
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
            // Checks symbols and configuration first, because a library in use cannot be unloaded.
            LibraryProbe first = LibraryProbe.of(file, lookup(file, arena));
            if (manyCallers && first.maxCallers() == 1) {
                throw new SerialBuildException();
            }
            if (first.names().equals(CblasNames.STANDARD)) {
                offerToTheBindings(file);
            }
        }
        SymbolLookup symbols = lookup(file, Arena.global());
        // Again, because what was set before is forgotten where the library was unloaded.
        LibraryProbe probe = LibraryProbe.of(file, symbols);
        ProductCheck.require(CblasFunctions.of(symbols, probe.names()), probe.coreName());
        return new LoadedLibrary(file, probe, symbols);
    }

    private static Path checkFile(Path path) throws RejectedLibraryException {
        if (path.equals(AccelerateProvider.FRAMEWORK)) {
            return path;
        }
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

    /** Makes a library's functions known to this class loader, where the generated bindings look for them. */
    private static void offerToTheBindings(Path file) throws RejectedLibraryException {
        try {
            System.load(file.toString());
        } catch (UnsatisfiedLinkError e) {
            // The JVM lets only one class loader load a file by this call; the others link its functions by their
            // addresses.
            if (!LinkerMessages.isOwnedByAnotherClassLoader(e)) {
                throw new RejectedLibraryException(LinkerMessages.explain(file, e), e);
            }
        }
    }
}
