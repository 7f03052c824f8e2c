package io.github.panagrad.blas;

import io.github.panagrad.error.Quoted;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder that declared files may be extracted to.
 *
 * @param folder the folder; for {@link Kind#TEMPORARY}, the parent of a private folder that will be created
 * @param origin how the folder was chosen, for messages
 */
record CacheLocation(Path folder, Kind kind, String origin) {
    /** The purpose of a folder. */
    enum Kind {
        /** A persistent folder, shared by the user's processes. */
        KEPT,
        /** A folder for one process, deleted as soon as the library is loaded. */
        TEMPORARY
    }

    static final String PROPERTY = "panagrad.cache";
    static final String VARIABLE = "PANAGRAD_CACHE";

    /**
     * Returns the folders to try, in order: the folder that the user chose or the standard cache folder, then a private
     * temporary folder. A fixed folder in a location that all users share is never used by default, because another user
     * could place a library there.
     */
    static List<CacheLocation> on(Platform platform) throws RejectedLibraryException {
        List<CacheLocation> locations = new ArrayList<>();
        Optional<Platform.Setting> setting = platform.setting(PROPERTY, VARIABLE);
        if (setting.isPresent()) {
            String value = setting.get().value();
            String origin = setting.get().origin();
            Path folder = path(value)
                    .orElseThrow(() ->
                            new RejectedLibraryException(origin + " is " + Quoted.of(value) + ", which is not a path"));
            locations.add(new CacheLocation(folder.toAbsolutePath(), Kind.KEPT, origin));
        } else {
            userCache(platform)
                    .filter(Path::isAbsolute)
                    .ifPresent(folder -> locations.add(
                            new CacheLocation(folder.resolve("panagrad"), Kind.KEPT, "the user's cache folder")));
        }
        platform.property("java.io.tmpdir")
                .flatMap(CacheLocation::path)
                .ifPresent(folder ->
                        locations.add(new CacheLocation(folder.toAbsolutePath(), Kind.TEMPORARY, "java.io.tmpdir")));
        return locations;
    }

    private static Optional<Path> userCache(Platform platform) {
        // A user without an entry in the password file has the home directory "?" or none at all.
        Optional<Path> home = platform.property("user.home").flatMap(CacheLocation::path);
        return switch (platform.os()) {
            case MACOS -> home.map(folder -> folder.resolve("Library/Caches"));
            case LINUX, OTHER ->
                platform.variable("XDG_CACHE_HOME")
                        .flatMap(CacheLocation::path)
                        .filter(Path::isAbsolute) // The XDG specification says that relative paths must be ignored.
                        .or(() -> home.map(folder -> folder.resolve(".cache")));
        };
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
