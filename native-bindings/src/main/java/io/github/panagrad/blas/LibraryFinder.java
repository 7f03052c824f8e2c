package io.github.panagrad.blas;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Searches for OpenBLAS: a file that the user named, otherwise the system's library, otherwise the bundled one. A
 * system library that supports only one caller at a time comes after the bundled one.
 *
 * <p>For a single search; not thread-safe.
 */
final class LibraryFinder {
    static final String PROPERTY = "panagrad.blas.library";
    static final String VARIABLE = "PANAGRAD_BLAS_LIBRARY";

    private static final String BUNDLED = "bundled library";

    private final Platform platform;
    private final FileView fileView;
    private final LibraryOpener opener;
    private final SearchLog searchLog = new SearchLog();

    /** System libraries to use if nothing better is found. */
    private final List<Path> lastResorts = new ArrayList<>();

    LibraryFinder(Platform platform, FileView fileView, LibraryOpener opener) {
        this.platform = platform;
        this.fileView = fileView;
        this.opener = opener;
    }

    /**
     * The result of a search.
     *
     * @param searchLog the steps and warnings so far
     */
    record Found(LoadedLibrary library, LibrarySource source, SearchLog searchLog) {}

    /**
     * Finds and loads the library.
     *
     * @throws OpenBlasLoadException if the user named a file that cannot be used
     * @throws OpenBlasUnavailableException if no usable library is found
     */
    Found find() {
        Optional<Platform.Setting> setting = platform.setting(PROPERTY, VARIABLE);
        if (setting.isPresent()) {
            return found(explicit(setting.get()), LibrarySource.EXPLICIT);
        }
        return system().map(library -> found(library, LibrarySource.SYSTEM))
                .or(() -> bundled().map(library -> found(library, LibrarySource.BUNDLED)))
                .or(() -> lastResort().map(library -> found(library, LibrarySource.SYSTEM)))
                .orElseThrow(this::unavailable);
    }

    private Found found(LoadedLibrary library, LibrarySource source) {
        searchLog.loaded(library.path().toString());
        return new Found(library, source, searchLog);
    }

    private LoadedLibrary explicit(Platform.Setting setting) {
        try {
            return opener.open(Path.of(setting.value()).toAbsolutePath());
        } catch (RejectedLibraryException | InvalidPathException e) {
            throw new OpenBlasLoadException(
                    "The OpenBLAS library that " + setting.origin() + " names cannot be used: " + setting.value() + ": "
                            + e.getMessage() + ". Correct " + setting.origin()
                            + ", or unset it to use the system's or the bundled library.",
                    e);
        }
    }

    private Optional<LoadedLibrary> system() {
        LibrarySearch search = LibrarySearch.on(platform, fileView);
        Set<Path> tried = new HashSet<>();
        boolean anyName = false;
        for (String name : search.names()) {
            Optional<Path> path = opener.locate(name);
            anyName |= path.isPresent();
            if (path.isPresent() && tried.add(path.get())) {
                Optional<LoadedLibrary> library = tryOpen(path.get());
                if (library.isPresent()) {
                    return library;
                }
            }
        }
        if (!anyName && !search.names().isEmpty()) {
            searchLog.failed(String.join(", ", search.names()), "not known to the dynamic linker");
        }
        return inFolders(search, tried);
    }

    private Optional<LoadedLibrary> inFolders(LibrarySearch search, Set<Path> tried) {
        for (String file : search.files()) {
            Path path = Path.of(file);
            if (tried.add(path)) {
                Optional<LoadedLibrary> library = tryOpen(path);
                if (library.isPresent()) {
                    return library;
                }
            }
        }
        if (search.files().isEmpty() && !search.folders().isEmpty()) {
            searchLog.failed(String.join(", ", search.folders()), "no OpenBLAS there");
        }
        return Optional.empty();
    }

    private Optional<LoadedLibrary> tryOpen(Path path) {
        try {
            return Optional.of(opener.openForManyCallers(path));
        } catch (RejectedLibraryException e) {
            if (e instanceof SerialBuildException) {
                lastResorts.add(path);
            }
            searchLog.failed(path.toString(), e.reason());
            return Optional.empty();
        }
    }

    private Optional<LoadedLibrary> lastResort() {
        for (Path path : lastResorts) {
            try {
                return Optional.of(opener.open(path));
            } catch (RejectedLibraryException e) {
                searchLog.failed(path.toString(), e.reason());
            }
        }
        return Optional.empty();
    }

    private Optional<LoadedLibrary> bundled() {
        try {
            BundledContents contents = BundledContents.find(BundledFiles.on(platform));
            return new BundledLibrary(opener, searchLog).open(contents, CacheLocation.on(platform));
        } catch (RejectedLibraryException e) {
            searchLog.failed(BUNDLED, e.reason());
            return Optional.empty();
        }
    }

    private OpenBlasUnavailableException unavailable() {
        List<SearchAttempt> attempts = searchLog.attempts();
        List<String> lines = new ArrayList<>();
        lines.add("No usable OpenBLAS was found. Tried:");
        attempts.forEach(attempt -> lines.add("  - " + attempt));
        lines.add(InstallAdvice.on(platform, fileView) + ". Alternatively, name a library file with -D" + PROPERTY
                + "=PATH or " + VARIABLE + ".");
        return new OpenBlasUnavailableException(lines, attempts, null);
    }
}
