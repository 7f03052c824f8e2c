package io.github.panagrad.blas;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extracts and opens the OpenBLAS that comes in a jar. */
final class BundledLibrary {
    private static final Logger log = LoggerFactory.getLogger(BundledLibrary.class);

    private final LibraryOpener opener;
    private final SearchLog searchLog;

    BundledLibrary(LibraryOpener opener, SearchLog searchLog) {
        this.opener = opener;
        this.searchLog = searchLog;
    }

    /** Opens the library from the first place where it can be extracted and loaded; each failure goes into the log. */
    Optional<LoadedLibrary> open(BundledContents contents, List<CacheLocation> locations) {
        for (CacheLocation location : locations) {
            try {
                LoadedLibrary library = switch (location.kind()) {
                    case KEPT -> load(new LibraryCache(location.folder()).provide(contents), contents);
                    case TEMPORARY -> loadOnce(location.folder(), contents);
                };
                if (location.kind() == CacheLocation.Kind.TEMPORARY) {
                    searchLog.warn("OpenBLAS is extracted anew at each start, because no cache folder can be used: "
                            + "set " + CacheLocation.VARIABLE + " to a folder that can be written and executed from");
                }
                return Optional.of(library);
            } catch (IOException e) {
                searchLog.failed(target(location), "cannot be written (" + reason(e) + ")");
            } catch (RejectedLibraryException e) {
                searchLog.failed(target(location), e.reason());
            }
        }
        return Optional.empty();
    }

    private static String target(CacheLocation location) {
        return "bundled library, extracted to " + location.folder() + " (" + location.origin() + ")";
    }

    private LoadedLibrary loadOnce(Path parent, BundledContents contents) throws IOException, RejectedLibraryException {
        Path folder = Files.createTempDirectory(parent, "panagrad-");
        try {
            LibraryCache.extract(folder, contents);
            return load(folder, contents);
        } finally {
            LibraryCache.delete(folder); // A loaded library no longer needs its file.
        }
    }

    private LoadedLibrary load(Path folder, BundledContents contents) throws RejectedLibraryException {
        Map<String, String> failures = new LinkedHashMap<>();
        for (String name : contents.files().dependencies()) {
            try {
                opener.openDependency(folder.resolve(name));
            } catch (RejectedLibraryException e) {
                // Not the end: the system's own may serve. On glibc 2.34 libgcc_s is such a case.
                failures.put(name, e.reason());
            }
        }
        try {
            LoadedLibrary library = opener.open(folder.resolve(contents.files().library()));
            log.debug("Dependencies of the bundled OpenBLAS that the system has to provide: {}", failures);
            return library;
        } catch (RejectedLibraryException e) {
            failures.values().removeIf(reason -> reason.equals(e.reason())); // One cause, such as noexec, is said once.
            String because = failures.isEmpty() ? "" : ", after " + failures;
            String advice = e.reason().contains("noexec")
                    ? "; set " + CacheLocation.VARIABLE + " to a folder on another file system"
                    : "";
            throw new RejectedLibraryException(e.reason() + because + advice, e);
        }
    }

    /** Returns the reason alone, where there is one: the path is said already. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException system) {
            String reason = system.getReason();
            String kind = e.getClass().getSimpleName().replace("Exception", "");
            return system.getFile() + ": " + (reason == null ? kind : reason);
        }
        return String.valueOf(e.getMessage());
    }
}
