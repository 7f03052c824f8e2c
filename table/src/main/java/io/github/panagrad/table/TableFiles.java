package io.github.panagrad.table;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files of a table. */
public final class TableFiles {
    private static final String GLOB = "*?[{";

    private TableFiles() {}

    /**
     * Returns the files that a name or pattern matches, in alphabetical order.
     *
     * <p>The name of an existing file is that file, even if it contains wildcards. Otherwise {@code *}, {@code ?}, {@code
     * [abc]} and <code>{a,b}</code> match parts of the names of files and folders, and {@code **} any folders.
     *
     * @throws TableException if there is no such file
     */
    public static List<Path> resolve(String pattern) {
        boolean isGlob = pattern.chars().anyMatch(c -> GLOB.indexOf(c) >= 0);
        try {
            Path plain = Path.of(pattern);
            if (Files.isDirectory(plain)) {
                throw new TableException(Quoted.path(pattern) + " is a folder; name the files in it, for example "
                        + Quoted.path(plain.resolve("*.csv")));
            }
            if (Files.exists(plain)) {
                return List.of(plain);
            }
        } catch (InvalidPathException e) {
            // Windows forbids stars in names.
            if (!isGlob) {
                throw new TableException(Quoted.of(pattern) + " is not a file's name: " + e.getReason(), e);
            }
        }
        if (!isGlob) {
            throw new TableException(Quoted.path(pattern) + " cannot be read: there is no such file");
        }
        List<Path> files = matches(pattern);
        if (files.isEmpty()) {
            throw new TableException(Quoted.path(pattern) + " matches no file");
        }
        return files;
    }

    private static List<Path> matches(String pattern) {
        Path folder = folder(pattern);
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            if (!Files.isDirectory(folder.toString().isEmpty() ? Path.of(".") : folder)) {
                return List.of();
            }
            int depth = pattern.contains("**")
                    ? Integer.MAX_VALUE
                    : Path.of(plainLetters(pattern)).getNameCount();
            try (Stream<Path> found = Files.walk(folder, depth)) {
                return found.filter(matcher::matches)
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
            }
        } catch (PatternSyntaxException e) {
            throw new TableException(
                    Quoted.path(pattern) + " is not a pattern of file names: " + e.getDescription(), e);
        } catch (UncheckedIOException e) {
            throw unreadable(pattern, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(pattern, e);
        }
    }

    private static TableException unreadable(String pattern, IOException e) {
        return new TableException(Quoted.path(pattern) + " cannot be searched: " + IoReason.of(e), e);
    }

    /** The same pattern as a name that any system allows, with as many parts. */
    private static String plainLetters(String pattern) {
        return pattern.replaceAll("[^/\\\\]", "x");
    }

    /** The folder that all matches are in: the parts before the first one with a wildcard. */
    private static Path folder(String pattern) {
        int first = 0;
        while (GLOB.indexOf(pattern.charAt(first)) < 0) {
            first++;
        }
        int end = pattern.lastIndexOf('/', first);
        return Path.of(pattern.substring(0, end + 1));
    }
}
