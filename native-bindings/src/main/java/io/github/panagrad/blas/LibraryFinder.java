package io.github.panagrad.blas;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Searches for OpenBLAS: by default the declared library, otherwise the system's. The declared one comes first, because an
 * installation on the system must not change the results of a program; on macOS Accelerate comes before both.
 *
 * <p>For a single search; not thread-safe.
 */
final class LibraryFinder {
    private static final String DECLARED = "declared library";

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
     * @throws OpenBlasLoadException if the user made a choice that cannot be met; it is never replaced
     * @throws OpenBlasUnavailableException if no usable library is found
     */
    Found find(LibraryChoice choice) {
        return switch (choice.kind()) {
            case AUTO -> accelerate().or(this::declared).or(this::system).orElseThrow(this::unavailable);
            case DECLARED -> declared().orElseThrow(() -> unmet(choice));
            case SYSTEM -> accelerate().or(this::system).orElseThrow(() -> unmet(choice));
            case JAVA ->
                throw new OpenBlasLoadException(
                        choice
                                + " asks for no OpenBLAS, but the native backend needs one: use the java backend, or change "
                                + choice.origin(),
                        null);
            case FILE -> found(explicit(choice), LibrarySource.EXPLICIT);
        };
    }

    private Found found(LoadedLibrary library, LibrarySource source) {
        searchLog.loaded(library.path().toString());
        return new Found(library, source, searchLog);
    }

    private LoadedLibrary explicit(LibraryChoice choice) {
        try {
            return opener.open(Path.of(choice.value()).toAbsolutePath());
        } catch (RejectedLibraryException | InvalidPathException e) {
            throw new OpenBlasLoadException(
                    "The library that " + choice.origin() + " names cannot be used: " + choice.value() + ": "
                            + e.getMessage() + ". Give " + choice.origin()
                            + " the path of a library, or auto, declared, system or java.",
                    e);
        }
    }

    /** Finds what macOS has itself: it uses the matrix units of Apple's processors, which others cannot. */
    private Optional<Found> accelerate() {
        return platform.os() == OperatingSystem.MACOS
                ? tryOpen(AccelerateProvider.FRAMEWORK).map(library -> found(library, LibrarySource.SYSTEM))
                : Optional.empty();
    }

    private Optional<Found> system() {
        return installed().or(this::lastResort).map(library -> found(library, LibrarySource.SYSTEM));
    }

    private Optional<LoadedLibrary> installed() {
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

    private Optional<Found> declared() {
        try {
            DeclaredContents contents = DeclaredContents.find(DeclaredFiles.on(platform));
            return new DeclaredLibrary(opener, searchLog)
                    .open(contents, CacheLocation.on(platform))
                    .map(library -> found(library, LibrarySource.DECLARED));
        } catch (RejectedLibraryException e) {
            searchLog.failed(DECLARED, e.reason());
            return Optional.empty();
        }
    }

    private OpenBlasUnavailableException unavailable() {
        List<SearchAttempt> attempts = searchLog.attempts();
        List<String> lines = new ArrayList<>();
        lines.add("No usable OpenBLAS was found. Tried:");
        attempts.forEach(attempt -> lines.add("  - " + attempt));
        lines.add(advice() + ". Alternatively, name a library file with -D" + LibraryChoice.PROPERTY + "=PATH or "
                + LibraryChoice.VARIABLE + ".");
        return new OpenBlasUnavailableException(lines, attempts, null);
    }

    private OpenBlasLoadException unmet(LibraryChoice choice) {
        return new OpenBlasLoadException(
                choice + ": no such OpenBLAS can be used. Tried: " + tried() + ". "
                        + (choice.kind() == LibraryChoice.Kind.SYSTEM ? advice() + ", or let" : "Let")
                        + " Panagrad choose: give " + choice.origin() + " the value auto.",
                null);
    }

    private String tried() {
        return searchLog.attempts().stream().map(SearchAttempt::toString).collect(Collectors.joining("; "));
    }

    private String advice() {
        return InstallAdvice.on(platform, fileView);
    }
}
