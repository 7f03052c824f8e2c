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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files of a table. */
public final class TableFiles {
    private static final String GLOB = "*?[{";
    private static final Pattern ENDING =
            Pattern.compile("\\.(csv|tsv|txt|jsonl|ndjson|parquet|parq)(\\.gz)?$", Pattern.CASE_INSENSITIVE);

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
                throw new TableException(folder(plain));
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

    /** Returns a message for a folder that was named in place of files, which says what to name instead. */
    public static String folder(Path folder) {
        return folderOfTables(folder)
                .orElseGet(() -> Quoted.path(folder) + " is a folder; name the files in it, for example "
                        + Quoted.path(folder.resolve("*.csv")));
    }

    /**
     * Returns a message for a folder that was named in place of the tables in it, which says what to name instead; empty if its
     * files have other names than tables have.
     */
    public static Optional<String> folderOfTables(Path folder) {
        Map<String, Integer> endings = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> ENDING.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::find)
                    .forEach(ending -> endings.merge(ending.group(), 1, Integer::sum));
        } catch (IOException | UncheckedIOException _) {
            // Whoever reads it says why that is impossible.
            return Optional.empty();
        }
        return endings.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> Quoted.path(folder) + " is a folder with "
                        + (most.getValue() == 1 ? "a file that ends" : most.getValue() + " files that end") + " in "
                        + most.getKey() + "; to read them as one table, name them with a pattern, for example '"
                        + Quoted.path(folder.resolve("*" + most.getKey())) + "'");
    }

    private static List<Path> matches(String pattern) {
        Path folder = folderOf(pattern);
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
    private static Path folderOf(String pattern) {
        int first = 0;
        while (GLOB.indexOf(pattern.charAt(first)) < 0) {
            first++;
        }
        int end = pattern.lastIndexOf('/', first);
        return Path.of(pattern.substring(0, end + 1));
    }
}
