package io.github.panagrad.blas;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extracts and opens the OpenBLAS library from its jar. */
final class DeclaredLibrary {
    private static final Logger log = LoggerFactory.getLogger(DeclaredLibrary.class);

    private final LibraryOpener opener;
    private final SearchLog searchLog;

    DeclaredLibrary(LibraryOpener opener, SearchLog searchLog) {
        this.opener = opener;
        this.searchLog = searchLog;
    }

    /**
     * Opens the library from the first location where it can be extracted and loaded; failures are added to the log.
     */
    Optional<LoadedLibrary> open(DeclaredContents contents, List<CacheLocation> locations) {
        List<String> unusable = new ArrayList<>();
        for (CacheLocation location : locations) {
            try {
                LoadedLibrary library = switch (location.kind()) {
                    case KEPT -> load(new LibraryCache(location.folder()).provide(contents), contents);
                    case TEMPORARY -> loadOnce(location.folder(), contents);
                };
                if (location.kind() == CacheLocation.Kind.TEMPORARY) {
                    searchLog.warn("OpenBLAS is extracted again at every start, because no cache folder is usable"
                            + (unusable.isEmpty() ? "" : " (" + String.join("; ", unusable) + ")") + ": set "
                            + CacheLocation.VARIABLE
                            + " to a writable folder of your own on a file system that allows execution");
                }
                return Optional.of(library);
            } catch (IOException e) {
                String reason = e instanceof UntrustedFileException
                        ? String.valueOf(e.getMessage())
                        : "cannot be written (" + reason(e) + ")";
                searchLog.failed(target(location), reason);
                unusable.add(location.folder() + ": " + reason);
            } catch (RejectedLibraryException e) {
                searchLog.failed(target(location), e.reason());
                unusable.add(location.folder() + ": " + e.reason());
            }
        }
        return Optional.empty();
    }

    private static String target(CacheLocation location) {
        return "declared library, extracted to " + location.folder() + " (" + location.origin() + ")";
    }

    private LoadedLibrary loadOnce(Path parent, DeclaredContents contents)
            throws IOException, RejectedLibraryException {
        try (TemporaryFolder folder = TemporaryFolder.in(parent)) {
            LibraryCache.extract(folder.path(), contents);
            return load(folder.path(), contents);
        }
    }

    private LoadedLibrary load(Path folder, DeclaredContents contents) throws RejectedLibraryException {
        Map<String, String> failures = new LinkedHashMap<>();
        for (String name : contents.files().dependencies()) {
            try {
                opener.openDependency(folder.resolve(name));
            } catch (RejectedLibraryException e) {
                // Not fatal: the system's own library may do. This happens with libgcc_s on glibc 2.34.
                failures.put(name, e.reason());
            }
        }
        try {
            LoadedLibrary library = opener.open(folder.resolve(contents.files().library()));
            log.debug("Dependencies of the declared OpenBLAS that the system must provide: {}", failures);
            return library;
        } catch (RejectedLibraryException e) {
            failures.values().removeIf(reason -> reason.equals(e.reason())); // Reports a common cause only once.
            String because = failures.isEmpty() ? "" : ", after " + failures;
            String advice = e.reason().contains("noexec")
                    ? "; set " + CacheLocation.VARIABLE + " to a folder on another file system"
                    : "";
            throw new RejectedLibraryException(e.reason() + because + advice, e);
        }
    }

    /** Returns the reason without the path, which the message already contains. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException system) {
            String reason = system.getReason();
            String kind = e.getClass().getSimpleName().replace("Exception", "");
            return system.getFile() + ": " + (reason == null ? kind : reason);
        }
        return String.valueOf(e.getMessage());
    }
}
