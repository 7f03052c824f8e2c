package io.github.panagrad.cli.data;

import io.github.panagrad.table.Storage;
import io.github.panagrad.table.pipeline.EncodedStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether tables are kept in memory, or in files that are mapped into memory. A value.
 *
 * @param mode the user's choice
 * @param folder where the files are made, or null for the system's folder of temporary files
 * @param memoryBytes the memory of the machine, or what the container allows
 */
public record StoreChoice(Mode mode, @Nullable Path folder, long memoryBytes) {
    /** The user's choice. */
    public enum Mode {
        /** Files where a table would take more than a third of the memory. */
        AUTO,
        /** Memory, whatever the size. */
        MEMORY,
        /** Files, whatever the size. */
        FILES
    }

    /** The columns as they were read and the rows as they are trained on exist at the same time. */
    private static final int SHARE = 3;

    /** How much larger text is than what gzip makes of it, at most in practice. */
    private static final int GZIP_RATIO = 10;

    /**
     * A number takes 8 bytes in a table and, with its comma, seldom less than 4 in a file; columns of Parquet files are packed
     * about as densely.
     */
    private static final int GROWTH = 2;

    /** Returns where a table is kept that is read from some files. */
    public Storage tables(List<Path> files) {
        return isLarge(estimate(files)) ? folder == null ? Storage.file() : Storage.file(folder) : Storage.memory();
    }

    /** Returns where rows are kept that take some bytes. */
    public EncodedStorage rows(long bytes) {
        return isLarge(bytes) ? EncodedStorage.mapped(folderOrUsual()) : EncodedStorage.memory();
    }

    private Path folderOrUsual() {
        return folder == null ? Path.of(System.getProperty("java.io.tmpdir", "/tmp")) : folder;
    }

    private boolean isLarge(long bytes) {
        return switch (mode) {
            case AUTO -> bytes > memoryBytes / SHARE;
            case MEMORY -> false;
            case FILES -> true;
        };
    }

    private static long estimate(List<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            boolean gzip = String.valueOf(file.getFileName()).endsWith(".gz");
            bytes += size(file) * GROWTH * (gzip ? GZIP_RATIO : 1);
        }
        return bytes;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0; // Reading the file says why it cannot be read.
        }
    }
}
