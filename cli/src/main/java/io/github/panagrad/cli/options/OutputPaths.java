package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.nn.io.TemporaryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that a file can be written, before the work whose result it will hold. */
public final class OutputPaths {
    private static final Logger LOG = LoggerFactory.getLogger(OutputPaths.class);

    private OutputPaths() {}

    /**
     * Requires that a file can be written atomically, by means of a temporary file in the same folder.
     *
     * @param option the option that names it
     */
    public static void check(String option, Path file) {
        requirePossible(option, file);
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(option + " " + file + " is a directory; name a file");
        }
        if (Files.exists(file)) {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException(option + " " + file + " is not a regular file; choose another path");
            }
            if (!Files.isWritable(file)) {
                throw new InvalidInputException(
                        option + " " + file + " is read-only; make it writable or choose another path");
            }
        }
        Path folder = file.toAbsolutePath().getParent();
        requireWritable(option, file, folder);
        deleteLeftovers(Objects.requireNonNull(folder));
    }

    /** Requires a name that the file system accepts, for example one that is not too long. */
    static void requirePossible(String option, Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            // It will be created.
        } catch (IOException e) {
            throw new InvalidInputException(
                    option + " " + Quoted.path(file) + ": " + IoReason.of(e) + "; choose another path", e);
        }
    }

    /** Deletes unfinished files of killed writers, which would otherwise remain: writers delete only their own. */
    private static void deleteLeftovers(Path folder) {
        try {
            TemporaryFile.deleteLeftovers(folder);
        } catch (IOException e) {
            LOG.debug("cannot look for unfinished files in {}", folder, e);
        }
    }

    /**
     * Requires that a folder can be written to, or created if it does not exist. Its parent must exist: it may be a volume that
     * is not mounted yet.
     *
     * @param option the option that names it
     */
    public static void checkFolder(String option, Path folder) {
        requirePossible(option, folder);
        boolean exists = Files.exists(folder);
        if (exists && !Files.isDirectory(folder)) {
            throw new InvalidInputException(option + " " + folder + " is not a directory; choose another path");
        }
        requireWritable(
                option, folder, exists ? folder : folder.toAbsolutePath().getParent());
    }

    private static void requireWritable(String option, Path path, @Nullable Path directory) {
        if (directory == null || !Files.isDirectory(directory)) {
            throw new InvalidInputException(option + " " + path + ": "
                    + (directory != null && Files.exists(directory)
                            ? directory + " is not a directory; choose another path"
                            : "there is no directory " + directory + "; create it or choose another path"));
        }
        if (!Files.isWritable(directory)) {
            throw new InvalidInputException(
                    option + " " + path + ": permission denied to write to " + directory + "; choose another path");
        }
    }

    /** Requires that an output file is not an input file, nor another output file. */
    public static void requireDifferent(String option, Path file, String otherOption, Path other) {
        boolean same;
        try {
            same = (Files.exists(file) && Files.exists(other))
                    ? Files.isSameFile(file, other)
                    : file.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize());
        } catch (IOException _) {
            same = false;
        }
        if (same) {
            throw new InvalidInputException(
                    option + " " + file + " is the file of " + otherOption + " too; choose another path");
        }
    }

    /** Requires that an output file is not one of the data files. */
    public static void requireOther(String option, Path file, DataSource source) {
        if (source instanceof DataSource.TableFiles(List<Path> inputs)) {
            inputs.forEach(input -> requireDifferent(option, file, "--data", input));
        }
    }
}
