package io.github.panagrad.cli.data;

import io.github.panagrad.nn.data.SyntheticData;
import java.nio.file.Path;
import java.util.List;

/** What {@code --data} names. Nothing has been read yet. */
public sealed interface DataSource {
    /** Returns what it is called in reports and in the facts of a model: without folders, which are private. */
    String name();

    /** Generated points. */
    record Generated(String name, SyntheticData generator) implements DataSource {}

    /** A folder of IDX files. */
    record IdxFiles(Path folder) implements DataSource {
        @Override
        public String name() {
            return lastName(folder);
        }
    }

    /**
     * A table in CSV or Parquet files.
     *
     * @param files at least one
     */
    record TableFiles(List<Path> files) implements DataSource {
        /** Copies the list. */
        public TableFiles {
            files = List.copyOf(files);
        }

        @Override
        public String name() {
            String first = lastName(files.getFirst());
            return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more";
        }
    }

    private static String lastName(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
